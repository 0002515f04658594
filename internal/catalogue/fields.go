package catalogue

import (
	"reflect"
	"strings"
)

// field is one field of a struct as its yaml tag describes it.
type field struct {
	index    int
	name     string
	required bool
}

// shape is how a struct is written in YAML. A slice of structs with a key is written as a mapping.
type shape struct {
	fields  []field
	key     int // index of the field that takes the key; -1: none
	value   int // index of the field that takes the whole value; -1: none
	rest    int // index of the slice that takes the mapping behind the key; -1: none
	orValue int // index of the field that may be given directly instead of the fields; -1: none
}

// shapeOf reads the tags of a struct type.
func shapeOf(t reflect.Type) shape {
	s := shape{key: -1, value: -1, rest: -1, orValue: -1}
	for i := range t.NumField() {
		tag, ok := t.Field(i).Tag.Lookup("yaml")
		if !ok || tag == "-" {
			continue
		}
		name, rest, _ := strings.Cut(tag, ",")
		options := strings.Split(rest, ",")
		f := field{index: i, name: name}
		for _, o := range options {
			switch o {
			case "required":
				f.required = true
			case "key":
				s.key = i
			case "value":
				s.value = i
			case "fields":
				s.rest = i
			case "orvalue":
				s.orValue = i
			}
		}
		if name != "" {
			s.fields = append(s.fields, f)
		}
	}
	return s
}

func (s shape) field(name string) (field, bool) {
	for _, f := range s.fields {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

func (s shape) names() []string {
	out := make([]string, len(s.fields))
	for i, f := range s.fields {
		out[i] = f.name
	}
	return out
}

// keyed reports whether a slice type is written as a mapping.
func keyed(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct && shapeOf(t.Elem()).key >= 0
}
