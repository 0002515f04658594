package site

import (
	"reflect"
	"strings"

	"vigil/internal/vigil"
)

// cleaned is a copy of a benchmark without the characters that no page can show and that could turn the text after them
// round: control characters, overrides of direction, halves of characters. Everything else stays as it is.
func cleaned(b vigil.PublicBenchmark) vigil.PublicBenchmark {
	return cleanValue(reflect.ValueOf(b)).Interface().(vigil.PublicBenchmark)
}

// cleanValue copies a value with every text in it cleaned.
func cleanValue(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		out.SetString(clean(v.String()))
	case reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(cleanValue(v.Field(i)))
		}
	case reflect.Slice:
		if v.IsNil() {
			break
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(cleanValue(v.Index(i)))
		}
	case reflect.Pointer:
		if v.IsNil() {
			break
		}
		out.Set(reflect.New(v.Type().Elem()))
		out.Elem().Set(cleanValue(v.Elem()))
	}
	return out
}

func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff, r == 0xfeff:
			return -1
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069: // embeddings, overrides and isolates of direction
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}
