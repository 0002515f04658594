package store

import (
	"context"
	"fmt"
	"reflect"

	"gorm.io/gorm/schema"
)

// zeroNull stores the id 0 ("none") as NULL, so that the database can check every other one.
type zeroNull struct{}

func init() { schema.RegisterSerializer("zeronull", zeroNull{}) }

// Scan reads NULL as 0.
func (zeroNull) Scan(ctx context.Context, field *schema.Field, into reflect.Value, value any) error {
	switch v := value.(type) {
	case nil:
		field.ReflectValueOf(ctx, into).SetInt(0)
	case int64:
		field.ReflectValueOf(ctx, into).SetInt(v)
	default:
		return fmt.Errorf("%s: %T is no id", field.Name, value)
	}
	return nil
}

// Value writes 0 as NULL.
func (zeroNull) Value(_ context.Context, _ *schema.Field, _ reflect.Value, value any) (any, error) {
	if id, ok := value.(int64); ok && id != 0 {
		return id, nil
	}
	return nil, nil
}
