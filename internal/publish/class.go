// Package publish is the one gate before anything public leaves the house. It refuses a public type with a field that
// has no class (Types), values that are not what their class promises (Values), a publication that two people have not
// answered for, and finished files that say more than they show: properties, comments, hidden sheets, metadata of
// pictures (Check). Every problem names the file, the place in it, and what to do. It writes nothing and asks nobody:
// the same files always get the same answer. It finds patterns and known names, not people: somebody still has to read.
package publish

import (
	"reflect"
	"slices"
	"strings"

	"vigil/internal/disclosure"
	"vigil/internal/vigil"
)

// Class says what a field that everybody may read holds. It stands in the field's tag: `public:"text"`.
type Class string

// The classes. Nothing about a person has one, so a field about a person cannot be made public by its tag.
const (
	ID     Class = "id"     // a stable code: organisation, question, edition, file
	Name   Class = "name"   // what an organisation, framework or questionnaire is called; never a person
	Term   Class = "term"   // a word of a closed list: band, sector, mode, state
	Figure Class = "figure" // a number that Vigil computed, or a weight of the method
	Count  Class = "count"  // how many organisations, items or draws
	People Class = "people" // how many people or incidents: a disclosure.Cell, which hides small counts, and nothing else
	Flag   Class = "flag"   // yes or no
	Date   Class = "date"   // 2006-01-02, a quarter, or a moment
	Text   Class = "text"   // words that Vigil or the publisher wrote for everybody
	Reply  Class = "reply"  // the words of an organisation, verbatim
	Link   Class = "link"   // an address that everybody can open
	Digest Class = "digest" // a fingerprint, public key or signature
	Method Class = "method" // a questionnaire or a method without its words, whole: it was published before
)

// Output is a kind of thing that leaves the house.
type Output string

// The outputs.
const (
	Site    Output = "site"    // pages, scorecards to embed, open data
	Receipt Output = "receipt" // what a score can be computed from again
)

// allowed is which classes each output may hold. A receipt holds no words that anybody wrote.
var allowed = map[Output][]Class{
	Site:    {ID, Name, Term, Figure, Count, People, Flag, Date, Text, Reply, Link, Digest},
	Receipt: {ID, Name, Term, Figure, Count, Flag, Date, Digest, Method},
}

// kinds is which Go kinds a class may stand on, so that a tag cannot say "flag" of a text.
var kinds = map[Class][]reflect.Kind{
	ID: {reflect.String}, Name: {reflect.String}, Term: {reflect.String}, Text: {reflect.String}, Reply: {reflect.String},
	Link: {reflect.String}, Digest: {reflect.String}, Date: {reflect.String}, Flag: {reflect.Bool},
	Figure: {reflect.Float64, reflect.Int, reflect.String}, // a weight is a fraction in letters
	Count:  {reflect.Int, reflect.Int64, reflect.Uint64},
	People: {}, // only by its type
	Method: {},
}

// published are the types that stand whole in a receipt.
var published = map[reflect.Type]bool{reflect.TypeFor[*vigil.Methodology](): true, reflect.TypeFor[*vigil.Questionnaire](): true}

// cell is the type of a count of people or incidents.
var cell = reflect.TypeFor[disclosure.Cell]()

// Types lists every field, below the types of the values given, that may not leave the house in an output: one without
// a class, with an unknown one, with one that the output may not hold, or of a type that could hold anything. A field
// that is a struct needs no class of its own, since each of its fields does. None means that whatever these types hold
// has a class.
func Types(out Output, values ...any) vigil.Problems {
	w := typeWalk{out: out, seen: map[reflect.Type]bool{}}
	for _, v := range values {
		t := reflect.TypeOf(v)
		if t == nil {
			w.problems.Add(vigil.Place{}, "a type without a name is to be published", "give the public type itself")
			continue
		}
		w.below(t.String(), t, "")
	}
	return w.problems
}

type typeWalk struct {
	out      Output
	seen     map[reflect.Type]bool
	problems vigil.Problems
}

const oneOf = "give it one class of package publish in its tag, such as `public:\"figure\"`, or take it out of the public type"

// below walks what a type is made of. class is that of the field which holds it.
func (w *typeWalk) below(path string, t reflect.Type, class Class) {
	if class == Method && published[t] {
		if !slices.Contains(allowed[w.out], class) {
			w.leaf(path, t, class)
		}
		return
	}
	if class == People && t == cell {
		if !slices.Contains(allowed[w.out], class) {
			w.leaf(path, t, class)
		}
		return
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		w.below(path, t.Elem(), class)
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			w.problems.Add(vigil.Place{Field: path}, "is listed by something else than words", "list it by a code")
		}
		w.below(path, t.Elem(), class)
	case reflect.Struct:
		if !isLeaf(t) {
			w.fields(path, t)
			return
		}
		w.leaf(path, t, class)
	default:
		w.leaf(path, t, class)
	}
}

// isLeaf: a struct that is one value to a reader, because it writes itself as text.
func isLeaf(t reflect.Type) bool {
	_, has := t.MethodByName("MarshalText")
	return has
}

func (w *typeWalk) fields(path string, t reflect.Type) {
	if w.seen[t] {
		return
	}
	w.seen[t] = true
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Tag.Get("json") == "-" && f.Tag.Get("public") == "-" {
			continue // never written, and its owner says so twice
		}
		at := path + "." + f.Name
		if !f.IsExported() {
			w.problems.Add(vigil.Place{Field: at}, "is hidden from this check", "take it out of the public type")
			continue
		}
		w.below(at, f.Type, Class(f.Tag.Get("public")))
	}
}

func (w *typeWalk) leaf(path string, t reflect.Type, class Class) {
	at := vigil.Place{Field: path}
	kind := t.Kind()
	if isLeaf(t) {
		kind = reflect.String
	}
	switch fits, known := kinds[class]; {
	case class == "":
		w.problems.Add(at, "has no class", oneOf)
	case !known:
		w.problems.Say(at, vigil.Say("has the class %q, which does not exist", class), vigil.Say(oneOf))
	case !slices.Contains(allowed[w.out], class):
		w.problems.Say(at, vigil.Say("is of the class %q, which must not leave in a %s", class, w.out), vigil.Say("take it out; allowed are %s", list(allowed[w.out])))
	case !slices.Contains(fits, kind):
		w.problems.Say(at, vigil.Say("is a %s, which the class %q cannot be", t, class), vigil.Say(oneOf))
	}
}

func list(classes []Class) string {
	words := make([]string, len(classes))
	for i, c := range classes {
		words[i] = string(c)
	}
	return strings.Join(words, ", ")
}
