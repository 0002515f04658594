package publish

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Limits on what a workbook or document unpacks to.
const (
	mostParts   = 2000
	largestPart = 128 << 20
)

// secretive are parts that hold what a reader of the pages does not see, by a piece of their name.
var secretive = []struct{ piece, what, do string }{
	{"docprops/custom", "holds properties that its pages do not show", "take the custom properties out"},
	{"customxml/", "holds data that its pages do not show", "take the custom xml out"},
	{"comments", "holds comments", "delete the comments"},
	{"persons/", "holds the names of those who commented", "delete the comments"},
	{"word/people", "holds the names of those who commented", "delete the comments"},
	{"externallink", "is linked to other files", "break the links"},
	{"embeddings/", "holds embedded files", "take them out"},
	{"activex", "holds controls", "take them out"},
	{"ctrlprops", "holds controls", "take them out"},
	{"vbaproject", "holds macros", "save it without macros"},
	{"macrosheet", "holds macros", "save it without macros"},
	{"printersettings", "holds the settings of somebody's printer", "take them out"},
	{"connections", "fetches data from elsewhere", "delete its connections"},
	{"querytable", "fetches data from elsewhere", "delete its queries"},
	{"pivotcache", "holds a copy of the data behind a pivot table", "paste the values in its place"},
	{"revisions/", "holds its earlier versions", "turn the tracking of changes off"},
	{"webextension", "runs programs of others", "take the add-in out"},
	{"attachedtoolbars", "holds macros", "save it without macros"},
	{"docprops/thumbnail", "holds a picture of an earlier state", "take the preview out"},
	{"userdata", "holds data that its pages do not show", "take it out"},
}

// ours are what the properties of a file may say of who made it.
var ours = []string{"", "vigil"}

// book is what is remembered of the parts of a workbook, to hold them against each other.
type book struct {
	shared, shown []string        // texts in the list of shared texts, and in cells themselves
	used          map[int]bool    // of the shared texts
	cached        map[string]bool // texts that charts keep
	sheets        int
}

// office checks a workbook or document part by part: what its pages show, and all that they do not.
func (f *file) office() {
	z, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data)))
	if err != nil {
		f.add("", "is damaged", "write it again")
		return
	}
	if z.Comment != "" || !bytes.HasSuffix(f.data, []byte{0, 0}) {
		f.add("", "holds a note behind its end", "write it again")
	}
	if len(z.File) > mostParts {
		f.add("", fmt.Sprintf("has %d parts; at most %d are looked into", len(z.File), mostParts), "split it")
		return
	}
	b := &book{used: map[int]bool{}, cached: map[string]bool{}}
	total := 0
	for _, p := range z.File {
		f.texts = append(f.texts, p.Name)
		if p.Comment != "" {
			f.add(p.Name, "holds a note", "write the file again")
			f.texts = append(f.texts, p.Comment)
		}
		if strings.HasSuffix(p.Name, "/") {
			continue
		}
		data, err := readPart(p)
		if total += len(data); err != nil || total > largestPart {
			f.add(p.Name, "cannot be unpacked, or is too large", "write the file again")
			return
		}
		f.part(p.Name, data, b)
	}
	f.consistent(b)
}

func readPart(p *zip.File) ([]byte, error) {
	r, err := p.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, largestPart+1))
}

func (f *file) part(name string, data []byte, b *book) {
	lower := strings.ToLower(name)
	for _, s := range secretive {
		if strings.Contains(lower, s.piece) {
			f.add(name, s.what, s.do)
		}
	}
	switch path.Ext(lower) {
	case ".xml", ".rels", ".vml":
	case ".png":
		(&picture{f, name}).png(data)
		return
	case ".jpg", ".jpeg":
		(&picture{f, name}).jpeg(data)
		return
	case ".ttf", ".odttf":
		return
	default:
		f.add(name, "is a part that nobody here can look into", "take it out")
		f.texts = append(f.texts, string(data))
		return
	}
	f.xml(name, data, func(stack []xml.StartElement, text string, start bool) {
		if start {
			f.officeElement(name, lower, stack, b)
		} else {
			f.officeText(name, lower, stack, text, b)
		}
	})
}

var (
	elsewhere = regexp.MustCompile(`\[\d+\]|\[[^\]]+\.xl[a-z]+\]|(?i)https?:|file:|WEBSERVICE|\bDDE\b|IMPORTDATA|IMPORTXML`)
	tracked   = []string{"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "commentReference", "cellIns", "cellDel"}
	seen      = []string{"descr", "title", "name", "tooltip", "prompt", "promptTitle", "error", "errorTitle", "alt", "display", "headerRowLabel"}
)

// officeElement checks an element by what it is, and its attributes.
func (f *file) officeElement(name, lower string, stack []xml.StartElement, b *book) {
	e := stack[len(stack)-1]
	attr := func(n string) string {
		for _, a := range e.Attr {
			if a.Name.Local == n {
				return a.Value
			}
		}
		return ""
	}
	hidden := attr("hidden") == "1" || attr("hidden") == "true"
	word := strings.HasPrefix(lower, "word/")
	switch local := e.Name.Local; {
	case local == "sheet" && lower == "xl/workbook.xml":
		b.sheets++
		if s := attr("state"); s == "hidden" || s == "veryHidden" {
			f.add(name, fmt.Sprintf("hides the sheet %q", attr("name")), "delete the sheet, or show it")
		}
	case local == "definedName" && hidden && attr("name") != "_xlnm._FilterDatabase":
		f.add(name, fmt.Sprintf("hides the name %q", attr("name")), "delete the name in the list of names")
	case (local == "row" || local == "col") && strings.Contains(lower, "worksheets/") && (hidden || attr("width") == "0" || attr("ht") == "0"):
		f.add(name, "hides rows or columns", "delete them, or show them")
	case local == "fileSharing" || local == "absPath" || local == "fileRecoveryPr" || local == "docVars":
		f.add(name, "says who made it, or where it lay", "write it again")
	case word && local == "vanish" && attr("val") != "0" && attr("val") != "false":
		f.add(name, "holds hidden text", "delete the hidden text")
	case word && slices.Contains(tracked, local):
		f.add(name, "holds tracked changes", "accept all changes, and turn tracking off")
	case local == "Relationship" && strings.EqualFold(attr("TargetMode"), "External"):
		if path.Base(attr("Type")) != "hyperlink" {
			f.add(name, "is linked to another file", "break the link")
		}
		f.link(name, attr("Target"))
	}
	for _, a := range e.Attr {
		if slices.Contains(seen, a.Name.Local) {
			f.words(name, a.Value)
		} else {
			f.texts = append(f.texts, a.Value)
		}
	}
}

// officeText checks text by where it stands: in a cell, a chart, a property or a page.
func (f *file) officeText(name, lower string, stack []xml.StartElement, text string, b *book) {
	local := top(stack)
	if strings.TrimSpace(text) == "" {
		return
	}
	switch {
	case strings.HasPrefix(lower, "docprops/"):
		f.property(name, local, text)
	case lower == "xl/sharedstrings.xml" && local == "t":
		b.shared = append(b.shared, text)
		f.words(name, text)
	case strings.Contains(lower, "worksheets/") && local == "v":
		f.cellValue(name, stack, text, b)
	case strings.Contains(lower, "worksheets/") && local == "t":
		b.shown = append(b.shown, text)
		f.words(name, text)
	case local == "f" || local == "definedName" || strings.HasPrefix(local, "formula"):
		if elsewhere.MatchString(text) {
			f.add(name, "a formula asks for what stands elsewhere", "write the value in its place")
		}
		f.texts = append(f.texts, text)
	case strings.Contains(lower, "charts/") && local == "v":
		if within(stack, "strCache") {
			b.cached[text] = true
		}
		f.cell(name, text)
	default:
		f.cell(name, text)
	}
}

func within(stack []xml.StartElement, element string) bool {
	return slices.ContainsFunc(stack, func(e xml.StartElement) bool { return e.Name.Local == element })
}

// property allows the properties that say nothing about who made the file.
func (f *file) property(name, local, text string) {
	switch local {
	case "creator", "lastModifiedBy", "Manager", "Company", "HyperlinkBase", "LastAuthor":
		if !slices.Contains(ours, strings.ToLower(strings.TrimSpace(text))) && !slices.Contains(f.allowed, strings.TrimSpace(text)) {
			f.add(name, "its properties say who made it ("+local+")", "empty that property")
		}
		f.texts = append(f.texts, text)
	default:
		f.words(name, text)
	}
}

// cellValue checks what a cell holds: a number, a text of its own, or the number of a shared text.
func (f *file) cellValue(name string, stack []xml.StartElement, text string, b *book) {
	kind := ""
	if len(stack) > 1 {
		for _, a := range stack[len(stack)-2].Attr {
			if a.Name.Local == "t" {
				kind = a.Value
			}
		}
	}
	switch kind {
	case "s":
		if n, err := strconv.Atoi(text); err == nil {
			b.used[n] = true
		}
	case "str", "inlineStr", "d":
		b.shown = append(b.shown, text)
		f.cell(name, text)
	default:
		f.number(name, text)
	}
}

// consistent holds the parts of a workbook against each other: texts that no cell shows are left over from something else.
func (f *file) consistent(b *book) {
	if b.sheets == 0 {
		return
	}
	shown := map[string]bool{}
	for _, list := range [][]string{b.shared, b.shown} {
		for _, t := range list {
			shown[strings.TrimSpace(t)] = true
		}
	}
	for t := range b.cached {
		if !shown[strings.TrimSpace(t)] {
			f.add("xl/charts", "a chart keeps a text that no sheet shows", "draw the chart again from the cells")
		}
	}
	if len(b.used) < len(b.shared) && !f.rich() {
		f.add("xl/sharedStrings.xml", fmt.Sprintf("keeps %d texts that no cell shows", len(b.shared)-len(b.used)), "write the workbook again rather than change an old one")
	}
}

// rich reports whether shared texts are put together from several pieces, so that their number says nothing.
func (f *file) rich() bool {
	z, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data)))
	if err != nil {
		return true
	}
	for _, p := range z.File {
		if strings.EqualFold(p.Name, "xl/sharedStrings.xml") {
			data, err := readPart(p)
			return err != nil || bytes.Contains(data, []byte("<r>"))
		}
	}
	return true
}
