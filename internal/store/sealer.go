package store

import (
	"context"
	"fmt"
	"reflect"
	"strconv"

	"gorm.io/gorm/schema"

	"vigil/internal/vigil"
)

// Sealer seals what people wrote before it comes to the database, and opens it again. What was sealed for one place must
// not open in another.
type Sealer interface {
	Seal(place string, plain []byte) (string, error)
	Open(place, sealed string) ([]byte, error)
	Sealed(text string) bool   // whether the text is something sealed, by whatever key
	Newest(sealed string) bool // whether it was sealed with the key that seals now
}

// InTheOpen is a Sealer that seals nothing, for tests that have nothing to hide.
type InTheOpen struct{}

// Seal leaves the text as it is.
func (InTheOpen) Seal(_ string, plain []byte) (string, error) { return string(plain), nil }

// Open leaves the text as it is.
func (InTheOpen) Open(_, text string) ([]byte, error) { return []byte(text), nil }

// Sealed reports nothing as sealed.
func (InTheOpen) Sealed(string) bool { return false }

// Newest takes every text for one that need not be sealed again.
func (InTheOpen) Newest(string) bool { return true }

// noSealer stands in where a store was opened without one: no text of a person goes in or comes out.
type noSealer struct{}

var errNoSealer = vigil.Errorf(vigil.Internal, "the database was opened without the keys that seal what people wrote")

func (noSealer) Seal(string, []byte) (string, error) { return "", errNoSealer }
func (noSealer) Open(string, string) ([]byte, error) { return nil, errNoSealer }
func (noSealer) Sealed(string) bool                  { return true }
func (noSealer) Newest(string) bool                  { return false }

// sealerKey is where the context of a transaction carries its Sealer, for that is all a serializer of GORM is handed.
type sealerKey struct{}

func withSealer(ctx context.Context, s Sealer) context.Context {
	return context.WithValue(ctx, sealerKey{}, s)
}

func sealerOf(ctx context.Context) Sealer {
	if s, ok := ctx.Value(sealerKey{}).(Sealer); ok {
		return s
	}
	return noSealer{}
}

// sealedTag is how a noun says that a column is sealed: gorm:"serializer:sealed".
const sealedTag = "sealed"

func init() { schema.RegisterSerializer(sealedTag, sealedText{}) }

// sealedText is the one way of a sealed column into the database and out of it. The place of each is its table, column and
// row, so that nothing sealed opens anywhere else. Nothing at all (an empty text, NULL) is stored as that. A text that
// lies in the open, from before this was sealed, is given as it is; Reseal seals it.
type sealedText struct{}

// Value seals a field on its way in.
func (sealedText) Value(ctx context.Context, f *schema.Field, row reflect.Value, value any) (any, error) {
	switch v := value.(type) {
	case string:
		if v == "" {
			return v, nil
		}
		return sealField(ctx, f, row, []byte(v))
	case []byte:
		switch {
		case v == nil:
			return nil, nil
		case len(v) == 0:
			return v, nil
		}
		sealed, err := sealField(ctx, f, row, v)
		return []byte(sealed), err
	}
	return nil, fmt.Errorf("%s: a %T cannot be sealed", f.Name, value)
}

func sealField(ctx context.Context, f *schema.Field, row reflect.Value, plain []byte) (string, error) {
	where, err := placeOf(ctx, f, row)
	if err != nil {
		return "", err
	}
	return sealerOf(ctx).Seal(where, plain)
}

// Scan opens a field on its way out.
func (sealedText) Scan(ctx context.Context, f *schema.Field, row reflect.Value, value any) error {
	plain, err := openField(ctx, f, row, value)
	if err != nil {
		return err
	}
	into := f.ReflectValueOf(ctx, row)
	if into.Kind() == reflect.String {
		into.SetString(string(plain))
	} else {
		into.SetBytes(plain)
	}
	return nil
}

func openField(ctx context.Context, f *schema.Field, row reflect.Value, value any) ([]byte, error) {
	var text string
	switch v := value.(type) {
	case nil:
		return nil, nil
	case string:
		text = v
	case []byte:
		if len(v) == 0 {
			return []byte{}, nil
		}
		text = string(v)
	default:
		return nil, fmt.Errorf("%s: %T is no text", f.Name, value)
	}
	s := sealerOf(ctx)
	if text == "" || !s.Sealed(text) {
		return []byte(text), nil
	}
	where, err := placeOf(ctx, f, row)
	if err != nil {
		return nil, err
	}
	return s.Open(where, text)
}

// placeOf names where a field stands. Its row must have its id: see number.
func placeOf(ctx context.Context, f *schema.Field, row reflect.Value) (string, error) {
	id := f.Schema.PrioritizedPrimaryField
	for row.Kind() == reflect.Pointer {
		row = row.Elem()
	}
	if id == nil || row.Type() != f.Schema.ModelType {
		return "", fmt.Errorf("%s.%s is sealed, and nothing says in which row", f.Schema.Table, f.DBName)
	}
	n, _ := id.ReflectValueOf(ctx, row).Interface().(int64)
	if n <= 0 {
		return "", fmt.Errorf("%s.%s is sealed, and nothing says in which row", f.Schema.Table, f.DBName)
	}
	return place(f.Schema.Table, f.DBName, n), nil
}

// place is what a sealed text is bound to, such as comments.text:17.
func place(table, column string, id int64) string {
	return table + "." + column + ":" + strconv.FormatInt(id, 10)
}
