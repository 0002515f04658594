package publish

import (
	"encoding"
	"fmt"
	"math"
	"net"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

var (
	idForm     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._@:/;-]{0,119}$`)
	dateForm   = regexp.MustCompile(`^\d{4}-(?:\d{2}-\d{2}(?:T[0-9:.]+(?:Z|[+-]\d{2}:\d{2}))?|Q[1-4])$`)
	digestForm = regexp.MustCompile(`^(?:[0-9a-f]{32,128}|[A-Za-z0-9+/]{16,}={0,2})$`)
	lines      = regexp.MustCompile(`[\r\n\t]`)
)

const longestTerm = 60

// isTerm reports whether a text can be a word of a closed list, or several element ids joined by ";", as an answer that
// meets many elements is.
func isTerm(s string) bool {
	if len(s) <= longestTerm {
		return !lines.MatchString(s)
	}
	list := strings.Split(s, ";")
	return len(list) > 1 && !slices.ContainsFunc(list, func(id string) bool { return len(id) > longestTerm || !idForm.MatchString(id) })
}

// Values lists what in a value is not what its class promises: a code that is a sentence, a link that is no public page, a
// text with a mail address. The type of v must have passed Types. allowed are words that the publisher decided to make public,
// such as where a correction is asked for.
func Values(v any, allowed ...string) vigil.Problems {
	w := valueWalk{allowed: allowed}
	w.below(strings.TrimPrefix(fmt.Sprintf("%T", v), "*"), reflect.ValueOf(v), "")
	return w.problems
}

type valueWalk struct {
	problems vigil.Problems
	allowed  []string
}

func (w *valueWalk) below(path string, v reflect.Value, class Class) {
	if class == Method || class == People || !v.IsValid() {
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			w.below(path, v.Elem(), class)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			w.below(fmt.Sprintf("%s[%d]", path, i), v.Index(i), class)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			w.one(path+"."+k.String(), k.String(), Term)
			w.below(path+"."+k.String(), v.MapIndex(k), class)
		}
	case reflect.Struct:
		if t, ok := v.Interface().(encoding.TextMarshaler); ok {
			text, err := t.MarshalText()
			if err == nil && class != Figure {
				w.one(path, string(text), class)
			}
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() && f.Tag.Get("public") != "-" {
				w.below(path+"."+f.Name, v.Field(i), Class(f.Tag.Get("public")))
			}
		}
	case reflect.String:
		w.one(path, v.String(), class)
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			w.problems.Add(vigil.Place{Field: path}, "is no number", "leave it out where there is no figure")
		}
	case reflect.Int, reflect.Int64:
		if class == Count && v.Int() < 0 {
			w.problems.Add(vigil.Place{Field: path}, "is a count below 0", "correct it")
		}
	}
}

// one checks a text by its class. Empty is always right: what does not exist is left out.
func (w *valueWalk) one(path, s string, class Class) {
	if s == "" {
		return
	}
	at := vigil.Place{Field: path}
	wants := func(ok bool, what, do string) {
		if !ok {
			w.problems.Say(at, vigil.Say(what), vigil.Say(do))
		}
	}
	switch class {
	case ID:
		wants(idForm.MatchString(s), "is no code", "use letters, digits, point, hyphen and underscore")
	case Term:
		wants(isTerm(s), "is no word of a closed list", "give the word alone, or take it out")
	case Name:
		wants(len(s) <= 300 && !lines.MatchString(s), "is no name", "give the name alone")
	case Date:
		wants(dateForm.MatchString(s), "is no date", "write it like 2026-03-31")
	case Digest:
		wants(digestForm.MatchString(s), "is no fingerprint", "give it as Vigil wrote it")
		return
	case Link:
		w.link(at, s)
	}
	for _, a := range w.allowed {
		if len(a) >= shortestName {
			s = strings.ReplaceAll(s, a, " x ")
		}
	}
	for _, p := range harm(s) {
		if class != Date && class != Figure {
			w.problems.Say(at, p.What, p.Do)
		}
	}
}

// link wants a page that everybody can open: no password in it, and no machine of one's own.
func (w *valueWalk) link(at vigil.Place, s string) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		w.problems.Add(at, "is no public link", "give the whole address, starting with https://")
		return
	}
	if u.User != nil {
		w.problems.Add(at, "holds a name or a password", "take it out of the address")
	}
	host := u.Hostname()
	if ip := net.ParseIP(host); ip != nil || host == "localhost" || !strings.Contains(host, ".") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal") {
		w.problems.Add(at, "leads to a machine that not everybody can open", "link the public page")
	}
}
