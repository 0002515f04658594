package catalogue

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"vigil/internal/vigil"
)

var (
	textType     = reflect.TypeFor[vigil.Text]()
	rationalType = reflect.TypeFor[vigil.Rational]()
)

// decode fills v from a node. Everything that does not fit is noted as a problem and left at its zero value.
func (s *source) decode(n ast.Node, v reflect.Value, path string) {
	if _, ok := s.places[path]; !ok {
		s.places[path] = position(s.file, n)
	}
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		s.add(path, "there is an anchor, an alias or a tag", "write the value out; every line must mean the same wherever it is read")
		return
	case *ast.NullNode:
		s.add(path, fmt.Sprintf("%s has no value", s.last(path)), "give it one, or take the line out")
		return
	}
	switch {
	case v.Type() == rationalType:
		s.decodeRational(n, v, path)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		s.decode(n, v.Elem(), path)
	case v.Kind() == reflect.Struct:
		if pairs, ok := s.pairs(n, path); ok {
			s.decodeStruct(pairs, v, path, nil)
		}
	case v.Kind() == reflect.Map:
		s.decodeMap(n, v, path)
	case keyed(v.Type()):
		if pairs, ok := s.pairs(n, path); ok {
			s.decodeKeyed(pairs, v, path)
		}
	case v.Kind() == reflect.Slice:
		s.decodeList(n, v, path)
	default:
		s.decodeScalar(n, v, path)
	}
}

// pairs wants a mapping and notes duplicate keys.
func (s *source) pairs(n ast.Node, path string) ([]*ast.MappingValueNode, bool) {
	pairs, ok := mapping(n)
	if !ok {
		s.wrong(n, path, "fields, as name: value")
		return nil, false
	}
	return s.unique(pairs), true
}

// unique leaves out keys that are no text and keys that occur again, each with a problem.
func (s *source) unique(pairs []*ast.MappingValueNode) []*ast.MappingValueNode {
	var out []*ast.MappingValueNode
	lines := map[string]int{}
	for _, p := range pairs {
		at := position(s.file, p.Key)
		name, ok := keyText(p)
		if !ok {
			s.addAt(at, "the name of a field must be plain text", "write it out; anchors, aliases, merges and lists are no names")
			continue
		}
		if line, twice := lines[name]; twice {
			s.addAt(at, fmt.Sprintf("%q occurs twice, first in line %d", name, line), "keep one of the two")
			continue
		}
		lines[name] = at.Line
		out = append(out, p)
	}
	return out
}

func keyText(p *ast.MappingValueNode) (string, bool) {
	if n, ok := p.Key.(ast.Node); ok {
		return scalar(n)
	}
	return "", false
}

// decodeStruct fills the fields of a struct; skip are indices that are not fields of the mapping.
func (s *source) decodeStruct(pairs []*ast.MappingValueNode, v reflect.Value, path string, skip map[int]bool) {
	sh := shapeOf(v.Type())
	given := map[string]bool{}
	for _, p := range pairs {
		name, _ := keyText(p)
		f, ok := sh.field(name)
		if !ok || skip[f.index] {
			s.addAt(position(s.file, p.Key), fmt.Sprintf("there is no field %q here", name), "correct the name or take it out; the fields are "+strings.Join(sh.names(), ", "))
			continue
		}
		given[name] = true
		s.decode(p.Value, v.Field(f.index), child(path, name))
	}
	for _, f := range sh.fields {
		if f.required && !given[f.name] && !skip[f.index] {
			s.add(path, fmt.Sprintf("the field %q is missing", f.name), "add it")
		}
	}
}

// decodeKeyed fills a slice from a mapping, in the order written.
func (s *source) decodeKeyed(pairs []*ast.MappingValueNode, v reflect.Value, path string) {
	sh := shapeOf(v.Type().Elem())
	for i, p := range pairs {
		name, _ := keyText(p)
		at := fmt.Sprintf("%s[%d]", path, i)
		s.places[at] = position(s.file, p.Key)
		s.names[at] = name
		item := reflect.New(v.Type().Elem()).Elem()
		item.Field(sh.key).SetString(name)
		switch {
		case sh.value >= 0:
			s.decode(p.Value, item.Field(sh.value), at+".value")
		case sh.rest >= 0:
			s.decode(p.Value, item.Field(sh.rest), at+".fields")
		case sh.orValue >= 0 && !isFields(p.Value, sh):
			s.decode(p.Value, item.Field(sh.orValue), at+".text")
		default:
			if inner, ok := s.pairs(p.Value, at); ok {
				s.decodeStruct(inner, item, at, map[int]bool{sh.key: true})
			}
		}
		v.Set(reflect.Append(v, item))
	}
}

// isFields tells {text: .., points: 2} from a value given directly.
func isFields(n ast.Node, sh shape) bool {
	pairs, ok := mapping(n)
	for _, p := range pairs {
		if name, is := keyText(p); is {
			if _, known := sh.field(name); known {
				return true
			}
		}
	}
	return ok && len(pairs) == 0
}

func (s *source) decodeMap(n ast.Node, v reflect.Value, path string) {
	pairs, ok := mapping(n)
	if !ok {
		want := "fields, as name: value"
		if v.Type() == textType {
			want = "text by language, like {en: ...}"
		}
		s.wrong(n, path, want)
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, p := range s.unique(pairs) {
		name, _ := keyText(p)
		item := reflect.New(v.Type().Elem()).Elem()
		s.decode(p.Value, item, child(path, name))
		v.SetMapIndex(reflect.ValueOf(name), item)
	}
	if v.Type() == textType {
		s.texts = append(s.texts, written{path, v.Interface().(vigil.Text)})
	}
}

func (s *source) decodeList(n ast.Node, v reflect.Value, path string) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		s.wrong(n, path, "a list")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values)))
	for i, item := range list.Values {
		s.decode(item, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

func (s *source) decodeScalar(n ast.Node, v reflect.Value, path string) {
	text, ok := scalar(n)
	_, quoted := n.(*ast.StringNode)
	switch v.Kind() {
	case reflect.String:
		if !ok {
			s.wrong(n, path, "text")
			return
		}
		v.SetString(strings.TrimRight(text, "\n"))
	case reflect.Float64:
		x, err := strconv.ParseFloat(text, 64)
		if !ok || quoted || err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
			s.wrong(n, path, "a number")
			return
		}
		v.SetFloat(x)
	case reflect.Int:
		x, err := strconv.Atoi(text)
		if !ok || quoted || err != nil {
			s.wrong(n, path, "a whole number")
			return
		}
		v.SetInt(int64(x))
	case reflect.Bool:
		b, is := n.(*ast.BoolNode)
		if !is {
			s.wrong(n, path, "true or false")
			return
		}
		v.SetBool(b.Value)
	default:
		s.wrong(n, path, "something else")
	}
}

func (s *source) decodeRational(n ast.Node, v reflect.Value, path string) {
	text, ok := scalar(n)
	if len(text) > 40 || strings.Trim(text, "0123456789./") != "" { // neither 0x10 nor 1e999999999, which would be written out in full
		ok = false
	}
	r, err := vigil.ParseRational(text)
	if !ok || err != nil {
		s.wrong(n, path, `a number of 0 or more, or a fraction like "1/3"`)
		return
	}
	v.Set(reflect.ValueOf(r))
}

// wrong notes that a value is of the wrong type.
func (s *source) wrong(n ast.Node, path, want string) {
	s.addAt(position(s.file, n), fmt.Sprintf("%s is %s", s.last(path), kindOf(n)), "give "+want)
}

// last is the last name of a path, for messages.
func (s *source) last(path string) string {
	path = strings.TrimSuffix(strings.TrimSuffix(path, ".value"), ".fields")
	if name, ok := s.names[path]; ok {
		return name
	}
	if i := strings.LastIndex(path, "."); i >= 0 {
		path = path[i+1:]
	}
	if path == "" {
		return "the file"
	}
	return path
}
