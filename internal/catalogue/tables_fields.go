package catalogue

import (
	"reflect"
	"strings"
)

// fieldsTables lists every field of every kind of file, one table for each thing that has fields.
func fieldsTables() string {
	var b strings.Builder
	done := map[reflect.Type]bool{}
	for _, name := range []string{"methodology", "bank", "questionnaire", "provisions", "crosswalk", "publication", "rule_set"} {
		b.WriteString("**A file of the kind " + name + "**\n\n")
		queue := []reflect.Type{holders[name]}
		for first := true; len(queue) > 0; first = false {
			t := queue[0]
			queue = queue[1:]
			if done[t] {
				continue
			}
			done[t] = true
			if !first {
				b.WriteString("*" + t.Name() + "*\n\n")
			}
			rows := newTable("Field", "Holds", "Needed")
			for _, f := range shapeOf(t).fields {
				holds := holdsWords(t.Field(f.index).Type, &queue)
				if words, ok := closed[t.Name()+"."+f.name]; ok {
					holds = or(words)
				}
				needed := ""
				if f.required {
					needed = "yes"
				}
				rows.row("`"+f.name+"`", holds, needed)
			}
			b.WriteString(rows.String() + "\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// holdsWords says what a field holds; structs it meets are queued for a table of their own.
func holdsWords(t reflect.Type, queue *[]reflect.Type) string {
	if words, ok := closedTypes[t]; ok {
		return or(words)
	}
	switch {
	case t == textType:
		return "text by language"
	case t == rationalType:
		return "weight: a number or a fraction"
	case t.Kind() == reflect.Pointer:
		return holdsWords(t.Elem(), queue)
	case t.Kind() == reflect.Struct:
		*queue = append(*queue, t)
		return "*" + t.Name() + "*"
	case t.Kind() == reflect.Map:
		return "by name: " + holdsWords(t.Elem(), queue)
	case keyed(t):
		return "by name: " + keyedWords(t.Elem(), queue)
	case t.Kind() == reflect.Slice:
		return "list of " + holdsWords(t.Elem(), queue)
	case t.Kind() == reflect.Float64:
		return "number"
	case t.Kind() == reflect.Int:
		return "whole number"
	case t.Kind() == reflect.Bool:
		return "true or false"
	}
	return "text"
}

func keyedWords(t reflect.Type, queue *[]reflect.Type) string {
	sh := shapeOf(t)
	switch {
	case sh.value >= 0:
		return holdsWords(t.Field(sh.value).Type, queue)
	case sh.rest >= 0:
		return holdsWords(t.Field(sh.rest).Type, queue)
	case sh.orValue >= 0:
		*queue = append(*queue, t)
		return holdsWords(t.Field(sh.orValue).Type, queue) + ", or *" + t.Name() + "*"
	}
	return holdsWords(t, queue)
}
