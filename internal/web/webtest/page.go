package webtest

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Page is an answer.
type Page struct {
	Path    string
	Status  int
	Header  http.Header
	Body    []byte
	Cookies []*http.Cookie
}

// Is checks the status.
func (p *Page) Is(t testing.TB, status int) *Page {
	t.Helper()
	if p.Status != status {
		t.Errorf("%s gave %d, want %d\n%s", p.Path, p.Status, status, p.Text())
	}
	return p
}

// To checks that the page redirects to a path.
func (p *Page) To(t testing.TB, path string) *Page {
	t.Helper()
	p.Is(t, http.StatusSeeOther)
	if to := p.Header.Get("Location"); to != path {
		t.Errorf("%s redirects to %q, want %q", p.Path, to, path)
	}
	return p
}

// Says checks that the text of the page has some words.
func (p *Page) Says(t testing.TB, words ...string) *Page {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(p.Text(), w) {
			t.Errorf("%s does not say %q:\n%s", p.Path, w, p.Text())
		}
	}
	return p
}

// Hides checks that the page, in all its source, has none of some words.
func (p *Page) Hides(t testing.TB, words ...string) *Page {
	t.Helper()
	for _, w := range words {
		if bytes.Contains(p.Body, []byte(w)) {
			t.Errorf("%s has %q", p.Path, w)
		}
	}
	return p
}

// Root is the page as a browser reads it.
func (p *Page) Root() *html.Node {
	root, err := html.Parse(bytes.NewReader(p.Body))
	if err != nil {
		return &html.Node{}
	}
	return root
}

// Text is what a person reads, one blank between words.
func (p *Page) Text() string { return Text(p.Root()) }

// Find gives the first element that fits: steps apart by blanks, each a tag, #id, .class or [attribute=value], together
// too, as in form[action=/login] #password.
func (p *Page) Find(selector string) *html.Node {
	if all := p.FindAll(selector); len(all) > 0 {
		return all[0]
	}
	return nil
}

// FindAll gives every element that fits.
func (p *Page) FindAll(selector string) []*html.Node {
	at := []*html.Node{p.Root()}
	for _, step := range strings.Fields(selector) {
		fits := simple(step)
		var next []*html.Node
		seen := map[*html.Node]bool{}
		for _, n := range at {
			for d := range n.Descendants() {
				if d.Type == html.ElementNode && !seen[d] && fits(d) {
					seen[d] = true
					next = append(next, d)
				}
			}
		}
		at = next
	}
	return at
}

// Value is what a field of the page holds.
func (p *Page) Value(field string) string {
	n := p.Find("[name=" + field + "]")
	if n == nil {
		return ""
	}
	if n.Data == "textarea" {
		return Text(n)
	}
	return Attribute(n, "value")
}

// Form is what the first form that goes to a path would send: what is filled in, chosen and ticked on the page.
func (p *Page) Form(t testing.TB, action string) url.Values {
	t.Helper()
	f := p.Find("form[action=" + action + "]")
	if f == nil {
		t.Fatalf("%s has no form for %s:\n%s", p.Path, action, p.Text())
	}
	form := url.Values{}
	for n := range f.Descendants() {
		name, value, kind := Attribute(n, "name"), Attribute(n, "value"), Attribute(n, "type")
		if name == "" || n.Data == "button" || (kind == "radio" || kind == "checkbox") && !has(n, "checked") {
			continue
		}
		switch n.Data {
		case "textarea":
			if value = ""; n.FirstChild != nil {
				value = strings.TrimPrefix(n.FirstChild.Data, "\n")
			}
		case "select":
			value = chosen(n)
		}
		form.Add(name, value)
	}
	return form
}

// chosen is the option of a select that is sent: the one marked, else the first.
func chosen(n *html.Node) string {
	first, value := true, ""
	for o := range n.Descendants() {
		if o.Data == "option" && (first || has(o, "selected")) {
			first, value = false, Attribute(o, "value")
		}
	}
	return value
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// Text is the text below an element.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && (d.Parent == nil || d.Parent.Data != "script" && d.Parent.Data != "style") {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Attribute gives an attribute of an element, or nothing.
func Attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// simple reads one step of a selector.
func simple(step string) func(*html.Node) bool {
	var all []func(*html.Node) bool
	for rest := step; rest != ""; {
		end := 1
		if rest[0] == '[' {
			end = strings.IndexByte(rest, ']') + 1
		} else {
			for end < len(rest) && !strings.ContainsRune("#.[", rune(rest[end])) {
				end++
			}
		}
		part := rest[:end]
		rest = rest[end:]
		switch part[0] {
		case '#':
			all = append(all, func(n *html.Node) bool { return Attribute(n, "id") == part[1:] })
		case '.':
			all = append(all, func(n *html.Node) bool {
				for _, c := range strings.Fields(Attribute(n, "class")) {
					if c == part[1:] {
						return true
					}
				}
				return false
			})
		case '[':
			name, value, _ := strings.Cut(strings.Trim(part, "[]"), "=")
			all = append(all, func(n *html.Node) bool {
				for _, a := range n.Attr {
					if a.Key == name && (value == "" || a.Val == strings.Trim(value, `"'`)) {
						return true
					}
				}
				return false
			})
		default:
			all = append(all, func(n *html.Node) bool { return n.Data == part })
		}
	}
	return func(n *html.Node) bool {
		for _, fits := range all {
			if !fits(n) {
				return false
			}
		}
		return true
	}
}
