package site_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// checkFolder holds every file of a site against what may never be: a link that leads nowhere, a request to anybody else,
// a script, a page that a browser has to mend, a name that no disk takes.
func checkFolder(t *testing.T, made map[string][]byte) {
	t.Helper()
	ids := map[string]map[string]bool{}
	for name, text := range made {
		if path.Ext(name) == ".html" {
			ids[name] = checkPage(t, name, text)
		}
	}
	plain, seen := regexp.MustCompile(`^([a-z0-9-]+/)?[a-z0-9-]+\.[a-z]+$`), map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(made)) {
		if !plain.MatchString(name) || seen[strings.ToLower(name)] || len(name) > 100 {
			t.Errorf("%q is no name for a file on every disk", name)
		}
		seen[strings.ToLower(name)] = true
		switch path.Ext(name) {
		case ".html":
			for _, r := range references(t, made[name]) {
				checkReference(t, made, ids, name, r)
			}
		case ".svg":
			checkPicture(t, name, made[name])
		case ".css":
			own := regexp.MustCompile(`url\(data:font/woff2;base64,[A-Za-z0-9+/=]+\)`).ReplaceAll(made[name], nil)
			if bad := regexp.MustCompile(`(?i)@import|url\(|//[a-z]`).Find(own); bad != nil {
				t.Errorf("%s asks for something: %s", name, bad)
			}
		}
	}
}

var voids = map[string]bool{"meta": true, "link": true, "img": true, "br": true, "hr": true, "input": true, "col": true, "wbr": true}

// checkPage checks the tags of a page and gives its ids. What a browser makes of it must be what stands there: nothing
// closed, moved or added by its mending.
func checkPage(t *testing.T, name string, text []byte) map[string]bool {
	t.Helper()
	ids, open, written, headings := map[string]bool{}, []string{}, []string{}, 0
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				t.Errorf("%s: %v", name, z.Err())
			}
			if len(open) > 0 {
				t.Errorf("%s: %v stay open", name, open)
			}
			if headings != 1 {
				t.Errorf("%s has %d headings of the first order", name, headings)
			}
			if tree := elements(t, text); !slices.Equal(tree, written) {
				t.Errorf("%s is mended by a browser: %s", name, firstDifference(written, tree))
			}
			return ids
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			written = append(written, tag.Data)
			if tag.Data == "h1" {
				headings++
			}
			checkTag(t, name, tag, ids)
			if !voids[tag.Data] && tag.Type == html.StartTagToken {
				open = append(open, tag.Data)
			}
		case html.EndTagToken:
			tag := z.Token()
			if len(open) == 0 || open[len(open)-1] != tag.Data {
				t.Fatalf("%s: </%s> where %v are open", name, tag.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func checkTag(t *testing.T, name string, tag html.Token, ids map[string]bool) {
	t.Helper()
	if slices.Contains([]string{"script", "iframe", "object", "embed", "form", "base", "audio", "video", "style"}, tag.Data) {
		t.Errorf("%s has a <%s>", name, tag.Data)
	}
	had := map[string]bool{}
	for _, a := range tag.Attr {
		switch {
		case had[a.Key]:
			t.Errorf("%s: <%s> has %s twice", name, tag.Data, a.Key)
		case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcset":
			t.Errorf("%s: <%s> has the attribute %s", name, tag.Data, a.Key)
		case a.Key == "id" && (ids[a.Val] || a.Val == "" || strings.ContainsAny(a.Val, " \t\n")):
			t.Errorf("%s has the id %q twice, or it is none", name, a.Val)
		case a.Key == "id":
			ids[a.Val] = true
		case strings.Contains(a.Val, "ZgotmplZ"):
			t.Errorf("%s: <%s %s> was refused by the template engine", name, tag.Data, a.Key)
		}
		had[a.Key] = true
	}
}

// elements are the tags of a page as a browser reads it, in their order.
func elements(t *testing.T, text []byte) []string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n.Data)
		}
	}
	return all
}

func firstDifference(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if !strings.EqualFold(a[i], b[i]) {
			return "written " + strings.Join(a[max(0, i-3):min(len(a), i+3)], " ") + ", read " + strings.Join(b[max(0, i-3):min(len(b), i+3)], " ")
		}
	}
	return "one has more than the other"
}

type reference struct{ tag, to, rel string }

func references(t *testing.T, text []byte) []reference {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var all []reference
	for n := range root.Descendants() {
		r := reference{tag: n.Data}
		for _, a := range n.Attr {
			switch a.Key {
			case "href", "src", "xlink:href":
				r.to = a.Val
			case "rel":
				r.rel = a.Val
			}
		}
		if n.Type == html.ElementNode && r.to != "" {
			all = append(all, r)
		}
	}
	return all
}

func checkReference(t *testing.T, made map[string][]byte, ids map[string]map[string]bool, name string, r reference) {
	t.Helper()
	u, err := url.Parse(r.to)
	if err != nil {
		t.Errorf("%s: %q is no address: %v", name, r.to, err)
		return
	}
	if u.IsAbs() || u.Host != "" {
		if r.tag != "a" || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(r.rel, "noreferrer") {
			t.Errorf("%s: <%s rel=%q> leads to %s", name, r.tag, r.rel, r.to)
		}
		return
	}
	target := name
	if u.Path != "" {
		target = path.Join(path.Dir(name), u.Path)
	}
	if made[target] == nil {
		t.Errorf("%s: %s leads to nothing", name, r.to)
	} else if u.Fragment != "" && !ids[target][u.Fragment] {
		t.Errorf("%s: %s leads to no place in %s", name, r.to, target)
	}
}

// checkPicture: well formed, and asks nobody for anything.
func checkPicture(t *testing.T, name string, text []byte) {
	t.Helper()
	titles := 0
	for d := xml.NewDecoder(bytes.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Errorf("%s is not well formed: %v", name, err)
			return
		}
		if e, ok := token.(xml.StartElement); ok {
			if e.Name.Local == "title" {
				titles++
			}
			if slices.Contains([]string{"script", "image", "use", "foreignObject", "a"}, e.Name.Local) {
				t.Errorf("%s has a <%s>", name, e.Name.Local)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" || a.Name.Local == "style" {
					t.Errorf("%s: <%s> has %s", name, e.Name.Local, a.Name.Local)
				}
			}
		}
	}
	if strings.HasPrefix(name, "scorecards/") && titles != 1 {
		t.Errorf("%s has %d titles", name, titles)
	}
	if bytes.Contains(text, []byte("url(")) || bytes.Contains(text, []byte("@import")) {
		t.Errorf("%s asks for something", name)
	}
}
