package ui

import "slices"

// Frame is what surrounds the content of a page.
type Frame struct {
	Title    string // translated; the browser shows it before the name of the program
	TitleIn  string // code of its language, where that is not the page's
	Language string // code, such as es
	Dir      string // ltr or rtl; empty: ltr
	Theme    string // light, dark or empty: as the device is set
	Person   string // name of whoever is signed in; empty: nobody
	Role     string // translated role of that person
	CSRF     string // token of the session, in every form
	Path     string // address of this page, where forms of the frame come back to
	Nav      []Link
	Flash    *Flash // what has just been done
	Wide     bool   // use the whole width, for large tables
	Draft    string // a line about the method under which the page's figures were made; empty: the general one
}

// Flash says once what a form has done.
type Flash struct {
	Tone Tone
	Text string
}

// Link is a link of the navigation or of a trail.
type Link struct {
	Label   string
	In      string // code of the language of the label, where that is not the page's
	URL     string
	Current bool
	Count   int // shown beside the label, where something waits
}

// Tone is how grave a message or a tag is. It is always said in words too.
type Tone string

// The tones.
const (
	Plain    Tone = ""
	Info     Tone = "info"
	Good     Tone = "good"
	Warning  Tone = "warning"
	Bad      Tone = "bad"
	Critical Tone = "critical"
	High     Tone = "high"
	Medium   Tone = "medium"
	Low      Tone = "low"
)

// Leads reports whether the navigation has a place.
func (f Frame) Leads(to string) bool {
	return slices.ContainsFunc(f.Nav, func(l Link) bool { return l.URL == to })
}

func (f Frame) dir() string {
	if f.Dir == "" {
		return "ltr"
	}
	return f.Dir
}

// title is what the browser shows for the page.
func (f Frame) title() string {
	if f.Title == "" {
		return "Vigil"
	}
	return f.Title + " · Vigil"
}

// hxHeaders are the headers that htmx sends with every request.
func (f Frame) hxHeaders() string { return `{"X-CSRF-Token":"` + f.CSRF + `"}` }

// htmxConfig keeps htmx within the policy of the page: no evaluation, no styles of its own, no pages kept in the browser,
// requests to ourselves alone; a field that somebody has pulled larger has a style of its own, which is not carried over. Answers 409 and 422 are pages for people, so they are shown.
const htmxConfig = `{"allowEval":false,"allowScriptTags":false,"includeIndicatorStyles":false,"attributesToSettle":["class"],"selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true,"timeout":30000,"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"409","swap":true},{"code":"422","swap":true},{"code":"[45]..","swap":false,"error":true}]}`
