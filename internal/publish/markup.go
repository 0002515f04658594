package publish

import (
	"bytes"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Elements that run, ask somebody else, or say more than they show.
var (
	active    = []string{"script", "iframe", "frame", "object", "embed", "applet", "base", "form", "foreignobject", "handler", "portal"}
	unseen    = []string{"metadata", "template", "noscript"}
	spoken    = []string{"alt", "title", "content", "aria-label", "aria-description", "placeholder", "value", "summary", "label", "datetime"}
	loads     = []string{"src", "srcset", "poster", "data", "background", "action", "formaction", "manifest", "ping", "icon"}
	authors   = []string{"author", "creator", "dc.creator", "reply-to", "owner", "copyright-holder", "web_author", "article:author"}
	otherSite = regexp.MustCompile(`(?i)^\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)`)
	cssLoads  = regexp.MustCompile(`(?i)@import|expression\s*\(|-moz-binding`)
	cssURL    = regexp.MustCompile(`(?i)url\(\s*["']?([^)"']*)`)
	carried   = regexp.MustCompile(`(?i)^data:(?:font/woff2?|image/png)[;,]`) // stands in the file itself
)

const withoutOthers = "put what it needs into the folder, and name it without an address; whoever reads the page must not be told to others"

// attribute checks one attribute of an element, both named in lower case.
func (f *file) attribute(element, name, value string) {
	at := "<" + element + " " + name + ">"
	switch {
	case strings.HasPrefix(name, "on"):
		f.add(at, "runs a script", "take it out; the pages need none")
	case name == "style":
		f.style(at, value)
	case slices.Contains(loads, name), name == "href" && element != "a", name == "xlink:href" && element != "a":
		if otherSite.MatchString(value) && !carried.MatchString(value) {
			f.add(at, "asks another place for something when the page is opened", withoutOthers)
		}
		f.texts = append(f.texts, value)
	case name == "href", name == "xlink:href":
		f.link(at, value)
	case slices.Contains(spoken, name):
		f.words(at, value)
	default:
		f.texts = append(f.texts, value)
	}
}

// link checks an address that people may follow.
func (f *file) link(at, value string) {
	lower := strings.ToLower(strings.TrimSpace(value))
	if otherSite.MatchString(value) && !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") && !slices.Contains(f.allowed, strings.TrimPrefix(value, "mailto:")) {
		f.add(at, "is a link that is no page", "link pages by https:// alone")
	}
	if strings.HasPrefix(lower, "http") {
		f.words(at, value)
	} else {
		f.texts = append(f.texts, value)
	}
}

func (f *file) style(at, text string) {
	loads := cssLoads.MatchString(text)
	for _, u := range cssURL.FindAllStringSubmatch(text, -1) {
		loads = loads || otherSite.MatchString(u[1]) && !carried.MatchString(u[1])
	}
	if loads {
		f.add(at, "asks another place for something when the page is opened", withoutOthers)
	}
	f.texts = append(f.texts, text)
}

func (f *file) css() {
	text := string(f.data)
	f.style("", text)
	for _, comment := range regexp.MustCompile(`(?s)/\*.*?\*/`).FindAllString(text, -1) {
		f.words("a comment", comment)
	}
}

var (
	htmlComment = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)
	htmlTag     = regexp.MustCompile(`(?s)<(/?)([A-Za-z][A-Za-z0-9:-]*)((?:\s+|/)(?:[^<>"']|"[^"]*"|'[^']*')*)?>`)
	htmlAttr    = regexp.MustCompile(`(?s)([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?`)
	htmlDoctype = regexp.MustCompile(`(?i)<!doctype[^>]*>`)
)

// html checks a page: its text between the tags piece by piece, what its attributes say, and that opening it runs nothing and
// tells nobody.
func (f *file) html() {
	text := string(f.data)
	if htmlComment.MatchString(text) {
		f.add("", "holds a comment, which nobody sees and everybody can read", "take comments out")
		for _, c := range htmlComment.FindAllString(text, -1) {
			f.words("a comment", c)
		}
		text = htmlComment.ReplaceAllString(text, " ")
	}
	text = htmlDoctype.ReplaceAllString(text, "")
	at, inside := 0, "text"
	for _, m := range htmlTag.FindAllStringSubmatchIndex(text, -1) {
		f.between(inside, text[at:m[0]])
		at = m[1]
		name := strings.ToLower(text[m[4]:m[5]])
		if text[m[2]:m[3]] == "/" {
			inside = "text"
			continue
		}
		inside = name
		f.element(name)
		if m[6] < 0 {
			continue
		}
		f.attributes(name, text[m[6]:m[7]])
	}
	f.between(inside, text[at:])
	f.whole(htmlTag.ReplaceAllString(text, ""))
}

// whole keeps the text of a page without its tags, so that a name is found that is split over several elements.
func (f *file) whole(text string) { f.texts = append(f.texts, html.UnescapeString(text)) }

func (f *file) between(inside, text string) {
	if inside == "style" {
		f.style("<style>", text)
		return
	}
	if strings.Contains(text, "<") && strings.TrimSpace(text) != "<" {
		f.add("", "holds markup that cannot be understood", "close every tag and every quotation mark")
	}
	f.words("<"+inside+">", html.UnescapeString(text))
}

func (f *file) element(name string) {
	switch {
	case slices.Contains(active, name):
		f.add("<"+name+">", "runs something, or sends something to another place", "take it out; the pages need none")
	case slices.Contains(unseen, name):
		f.add("<"+name+">", "holds what nobody sees and everybody can read", "take it out")
	}
}

func (f *file) attributes(element, text string) {
	type pair struct{ name, value string }
	var list []pair
	for _, a := range htmlAttr.FindAllStringSubmatch(text, -1) {
		list = append(list, pair{strings.ToLower(a[1]), html.UnescapeString(a[2] + a[3] + a[4])})
	}
	for _, a := range list {
		if element == "meta" && (a.name == "name" || a.name == "property") && slices.Contains(authors, strings.ToLower(a.value)) {
			f.add("<meta "+a.value+">", "names an author", "take it out; the publisher is named on the page")
		}
		if element == "meta" && a.name == "http-equiv" && strings.EqualFold(a.value, "refresh") {
			f.add("<meta refresh>", "leads readers elsewhere", "take it out")
		}
		f.attribute(element, a.name, a.value)
	}
}

// svg checks a drawing: it is xml, and stricter than a page.
func (f *file) svg() { f.xml("", f.data, nil) }

// xml walks a part to its end. see is called for each element and for its text, where a caller wants to know more.
func (f *file) xml(part string, data []byte, see func(stack []xml.StartElement, text string, start bool)) {
	where := func(s string) string {
		if part == "" {
			return s
		}
		return strings.TrimSpace(part + " " + s)
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	var stack []xml.StartElement
	var run strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			f.add(where(""), "is damaged", "write it again")
			return
		}
		switch t := token.(type) {
		case xml.Comment:
			f.add(where(""), "holds a comment, which nobody sees and everybody can read", "take comments out")
			f.words(where("a comment"), string(t))
		case xml.Directive:
			f.add(where(""), "holds a document type", "take it out")
		case xml.ProcInst:
			if t.Target != "xml" {
				f.add(where(""), "tells other programs what to do with it ("+t.Target+")", "take that out")
			}
		case xml.StartElement:
			t = t.Copy()
			if len(stack) > 500 {
				f.add(where(""), "is nested too deeply", "write it again")
				return
			}
			stack = append(stack, t)
			if see != nil {
				see(stack, "", true)
			} else {
				f.drawn(t)
			}
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			run.Write(t)
			if see != nil {
				see(stack, string(t), false)
			} else {
				f.words(where("<"+top(stack)+">"), string(t))
			}
		}
	}
	f.texts = append(f.texts, run.String())
}

func top(stack []xml.StartElement) string {
	if len(stack) == 0 {
		return ""
	}
	return stack[len(stack)-1].Name.Local
}

// drawn checks an element of a drawing.
func (f *file) drawn(e xml.StartElement) {
	name := strings.ToLower(e.Name.Local)
	f.element(name)
	for _, a := range e.Attr {
		n := strings.ToLower(a.Name.Local)
		if n == "xmlns" || a.Name.Space == "xmlns" {
			continue
		}
		f.attribute(name, n, a.Value)
	}
}
