package report

import (
	"path"
	"regexp"
	"strings"

	"vigil/internal/vigil"
)

// pagePolicy keeps a page from running or fetching anything, whatever it holds.
const pagePolicy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">`

// SitePolicy is the same for a published site, whose pages share a style and pictures in their own folder. Opened from a
// disk a page has no origin, so that the disk is named beside it.
const SitePolicy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; img-src 'self' file: data:; font-src data:">`

// siteBase is the template around every page of a site, which holds the policy of them all.
const siteBase = "site/base.html"

// forbidden is what no page may hold, with what to do about it.
var forbidden = []struct {
	pattern  *regexp.Regexp
	what, do string
}{
	{regexp.MustCompile(`(?i)<script\b`), "a script", "take it out: a report runs none, and its policy would stop this one"},
	{regexp.MustCompile(`(?i)[\s"']on[a-z]+\s*=`), "a script in an attribute", "take it out: a report runs none, and its policy would stop this one"},
	{regexp.MustCompile(`(?i)javascript:`), "a script in an address", "take it out: a report runs none, and its policy would stop this one"},
	{regexp.MustCompile(`(?i)<(iframe|frame|object|embed|base|form|link|audio|video|source|portal)\b`), "an element that fetches or sends something", "take it out: a report is one file that asks nobody"},
	{regexp.MustCompile(`(?i)http-equiv\s*=\s*["']?refresh`), "a refresh", "take it out: a report is one file that asks nobody"},
	{regexp.MustCompile(`(?i)@import`), "an import of another style", "put its rules into report.css"},
}

var (
	source  = regexp.MustCompile(`(?i)[\s"'](src|srcset|poster|background)\s*=\s*["']?\s*([^"'\s>]*)`)
	link    = regexp.MustCompile(`(?i)<([a-z]+)\b[^>]*?[\s"'](?:xlink:)?href\s*=\s*["']?\s*((?:[a-z][a-z0-9+.-]*:)?//[^"'\s>]*)`)
	ownFont = regexp.MustCompile(`^fonts/[A-Za-z0-9._-]+\.woff2$`)
	address = regexp.MustCompile(`(?i)url\(\s*["']?\s*([^)"'\s]*)`)
)

// vetTemplate finds in one file what would make a report ask the network, run a script or fall apart.
func vetTemplate(name, text string) vigil.Problems {
	var ps vigil.Problems
	add := func(at int, what, do string) {
		ps.Say(vigil.Place{File: name, Line: 1 + strings.Count(text[:at], "\n")}, vigil.Say(what), vigil.Say(do))
	}
	switch path.Ext(name) {
	case ".woff2":
		if !strings.HasPrefix(text, "wOF2") {
			ps.Add(vigil.Place{File: name}, "this is no font of the kind WOFF2", "convert it, for instance with woff2_compress")
		}
		return ps
	case ".css":
		if at := strings.Index(strings.ToLower(text), "</style"); at >= 0 {
			add(at, "the style ends itself with </style", "take it out")
		}
		if at := unbalanced(text); at >= 0 {
			add(at, "a brace has no partner", "close every { with a }")
		}
	case ".html":
		policy := pagePolicy
		if strings.HasPrefix(name, "site/") {
			policy = SitePolicy
		}
		if !strings.Contains(text, policy) && (policy == pagePolicy || name == siteBase) {
			ps.Say(vigil.Place{File: name}, vigil.Say("the policy that keeps a page from scripts and the network is missing or changed"), vigil.Say("keep this line in the head: %s", policy))
		}
	case ".xml":
		return ps // read as a style of documents, which has its own checks
	}
	for _, f := range forbidden {
		for _, m := range f.pattern.FindAllStringIndex(text, -1) {
			if name == siteBase && strings.EqualFold(text[m[0]:m[1]], "<link") {
				continue // to the style and the icon of the site; one to elsewhere is found below
			}
			add(m[0], "the template holds "+f.what, f.do)
		}
	}
	for _, m := range source.FindAllStringSubmatchIndex(text, -1) {
		if to := text[m[4]:m[5]]; !strings.HasPrefix(to, "data:") && (!strings.HasPrefix(name, "site/") || !strings.HasPrefix(to, "{{")) {
			add(m[0], "the template fetches "+to, "put it into the file as an address that begins with data:, or draw it as svg; a report is one file that asks nobody")
		}
	}
	for _, m := range link.FindAllStringSubmatchIndex(text, -1) {
		if tag := strings.ToLower(text[m[2]:m[3]]); tag != "a" { // a link is followed by people, not by the page
			add(m[0], "the template fetches "+text[m[4]:m[5]], "put it into the file; a report is one file that asks nobody")
		}
	}
	for _, m := range address.FindAllStringSubmatchIndex(text, -1) {
		if to := text[m[2]:m[3]]; !strings.HasPrefix(to, "data:") && !ownFont.MatchString(to) && !strings.HasPrefix(to, "#") {
			add(m[0], "the style fetches "+to, "put fonts into the folder fonts and write url(fonts/NAME.woff2), and pictures into the file as an address that begins with data:")
		}
	}
	return ps
}

// unbalanced is where the braces of a style go wrong, or -1. Comments and strings do not count.
func unbalanced(css string) int {
	var open []int
	for i := 0; i < len(css); i++ {
		switch c := css[i]; c {
		case '/':
			if strings.HasPrefix(css[i:], "/*") {
				end := strings.Index(css[i+2:], "*/")
				if end < 0 {
					return i
				}
				i += end + 3
			}
		case '"', '\'':
			end := strings.IndexByte(css[i+1:], c)
			if end < 0 {
				return i
			}
			i += end + 1
		case '{':
			open = append(open, i)
		case '}':
			if len(open) == 0 {
				return i
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return open[0]
	}
	return -1
}

// templatePlace is how html/template begins its messages.
var templatePlace = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: ?(.*)`)

// templateProblem words what html/template says about a page.
func templateProblem(err error) vigil.Problems {
	p := vigil.Problem{Place: vigil.Place{File: pageFile}, What: vigil.Say("the template cannot be used: %v", err), Do: vigil.Say("compare the line with reports/%s", pageFile)}
	if m := templatePlace.FindStringSubmatch(err.Error()); m != nil {
		p.Place.Line, p.Place.Column, p.What = whole(m[2]), whole(m[3]), vigil.Say("the template cannot be used: %s", m[4])
	}
	return vigil.Problems{p}
}
