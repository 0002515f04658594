package catalogue

import (
	"reflect"

	"vigil/internal/vigil"
)

// Decode fills the struct that into points to from one YAML file that is no part of a catalogue, such as
// a scoring case or demo data. It is as strict as Load: unknown, missing and mistyped fields are all listed with
// their places, by the struct's yaml tags. What the file means is for the caller to check.
func Decode(file string, text []byte, into any) vigil.Problems {
	src := newSource(file)
	if root := parse(src, text); root != nil {
		src.decode(root, reflect.ValueOf(into).Elem(), "")
	}
	return src.all()
}
