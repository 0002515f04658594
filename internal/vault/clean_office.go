package vault

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// Limits on what a document, a workbook or a presentation unpacks to.
const (
	mostParts   = 5000
	largestPart = 128 * vigil.MB
	largestAll  = 256 * vigil.MB
)

// mainParts are the types that the first part of an office file has.
var mainParts = map[string]string{
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml":   vigil.TypeDOCX,
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml":         vigil.TypeXLSX,
	"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": vigil.TypePPTX,
	"application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml":    vigil.TypePPTX,
}

// partRules say by the name of a part what becomes of it; the first that fits holds. takes: it is left out. blocks: the file
// cannot be cleaned. Neither: it is kept, and cleaned.
var partRules = []struct {
	name           *regexp.Regexp
	takes          string
	blocks, advice string
}{
	{re(`^docprops/thumbnail`), vigil.RemovedPreviews, "", ""},
	{re(`^(docprops|docmetadata)/`), vigil.RemovedProperties, "", ""},
	{re(`^customxml/|^word/glossary/|^ppt/tags/|^xl/customproperty`), vigil.RemovedData, "", ""},
	{re(`/printersettings/`), vigil.RemovedProperties, "", ""},
	{re(`^word/(comments[a-z]*|people)\.xml$|^xl/(comments|threadedcomments|persons)|^ppt/(comments/|commentauthors|authors)|^(xl|ppt)/drawings/vmldrawing`), vigil.RemovedComments, "", ""},
	{re(`^xl/(revisions/|usernames)|^ppt/(changesinfos/|revisioninfo)`), vigil.RemovedChanges, "", ""},
	{re(`^_xmlsignatures/`), vigil.RemovedSignatures, "", ""},
	{re(`webextension|^customui/|^usercustomization/|attachedtoolbars`), vigil.RemovedPrograms, "", ""},
	{re(`vbaproject|vbadata|macrosheets/|activex|ctrlprops/|dialogsheets/`), "", "holds macros or controls", "save it without them, or print it to PDF"},
	{re(`externallinks/`), "", "is linked to other workbooks", "break the links, or print it to PDF"},
	{re(`^xl/connections|querytable|^xl/model/`), "", "fetches data from elsewhere", "delete its connections, or print it to PDF"},
	{re(`embeddings/`), "", "holds other files", "take them out, or print it to PDF"},
	{re(`\.(png|jpe?g|gif|svg|odttf|fntdata|ttf)$`), "", "", ""},
	{re(`^(word|xl|ppt)/.*\.(xml|vml)$`), "", "", ""},
	{re(``), "", "holds a part that cannot be cleaned", "print it to PDF"},
}

func re(s string) *regexp.Regexp { return regexp.MustCompile(s) }

// office is a document, a workbook or a presentation that is being cleaned.
type office struct {
	c     *cleaner
	parts map[string][]byte // by name
	order []string
	out   map[string]bool // parts that are left out, by name in small letters
}

// office packs a document, workbook or presentation anew from the parts that its pages need.
func (c *cleaner) office(kind string, data []byte) ([]byte, error) {
	o := &office{c: c, parts: map[string][]byte{}, out: map[string]bool{}}
	if err := o.unpack(data); err != nil {
		return nil, err
	}
	if err := o.prove(kind); err != nil {
		return nil, err
	}
	if err := o.choose(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range o.order {
		if o.out[strings.ToLower(name)] || strings.HasSuffix(name, "/") {
			continue
		}
		part, err := o.part(name)
		if err != nil {
			return nil, err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, ModifiedDate: firstDay}) //nolint:staticcheck // Modified would add a part of its own
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(part); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (o *office) unpack(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("it is no whole archive")
	}
	if len(z.File) > mostParts {
		return blocked{fmt.Sprintf("has %d parts; at most %d are looked into", len(z.File), mostParts), "split it"}
	}
	total, seen := vigil.Bytes(0), map[string]bool{}
	for _, f := range z.File {
		lower := strings.ToLower(f.Name)
		if seen[lower] || !plainName(f.Name) {
			return fmt.Errorf("it has parts with the same name, or with a name that no part has")
		}
		seen[lower] = true
		part, err := unpackPart(f)
		if err != nil {
			return err
		}
		if total += vigil.Bytes(len(part)); total > largestAll {
			return blocked{"unpacks to more than " + largestAll.String(), "split it, or print it to PDF"}
		}
		o.parts[f.Name] = part
		if f.Name == contentTypes {
			o.order = append([]string{f.Name}, o.order...)
		} else {
			o.order = append(o.order, f.Name)
		}
	}
	return nil
}

// firstDay is the first that an archive can name: 1 January 1980.
const firstDay = 1<<5 | 1

const contentTypes = "[Content_Types].xml"

func plainName(name string) bool {
	return name != "" && !strings.ContainsAny(name, "\\\x00:") && !strings.HasPrefix(name, "/") && path.Clean("/"+name) == "/"+strings.TrimSuffix(name, "/")
}

func unpackPart(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("a part of it cannot be unpacked")
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, int64(largestPart)+1))
	if err != nil {
		return nil, fmt.Errorf("a part of it cannot be unpacked")
	}
	if len(b) > int(largestPart) {
		return nil, blocked{"has a part that unpacks to more than " + largestPart.String(), "split it, or print it to PDF"}
	}
	return b, nil
}

// prove holds what the file says of its first part against what it was taken for.
func (o *office) prove(kind string) error {
	found := ""
	_, err := filter(o.parts[contentTypes], func(e *element) action {
		if t := e.attr("ContentType"); mainParts[t] != "" {
			found = mainParts[t]
		} else if strings.Contains(strings.ToLower(t), "macroenabled") {
			found = "macros"
		}
		return keep
	})
	switch {
	case err != nil:
		return err
	case found == "macros":
		return blocked{"holds macros", "save it without them, or print it to PDF"}
	case found == "":
		return blocked{"is named like a document, workbook or presentation, but is none", "check that it is the right file, and save it again"}
	case found != kind:
		return blocked{"is named like " + inWords(kind) + ", but what is in it is " + inWords(found), "check that it is the right file, and give it the right ending"}
	}
	return nil
}

// choose decides for each part whether it is left out.
func (o *office) choose() error {
	for _, name := range o.order {
		lower := strings.ToLower(name)
		if name == contentTypes || strings.HasSuffix(name, "/") {
			continue
		}
		if of, isRels := relsOf(lower); isRels {
			if of != "" && o.takes(of) != "" {
				o.out[lower] = true
			}
			continue
		}
		if strings.HasPrefix(lower, "ppt/embeddings/") || strings.HasPrefix(lower, "word/embeddings/") || strings.HasPrefix(lower, "xl/embeddings/") {
			if o.behindChart(lower) {
				o.out[lower] = true
				o.c.took(vigil.RemovedAttachments)
				continue
			}
		}
		for _, r := range partRules {
			if !r.name.MatchString(lower) {
				continue
			}
			if r.blocks != "" {
				return blocked{r.blocks + " (" + path.Base(name) + ")", r.advice}
			}
			if r.takes != "" {
				o.out[lower] = true
				o.c.took(r.takes)
			}
			break
		}
	}
	return nil
}

// takes gives what is taken out with a part, by its name in small letters.
func (o *office) takes(lower string) string {
	for _, r := range partRules {
		if r.name.MatchString(lower) {
			return r.takes
		}
	}
	return ""
}

// relsOf gives the part whose relations a part holds.
func relsOf(name string) (of string, isRels bool) {
	dir, file := path.Split(name)
	if !strings.HasSuffix(dir, "_rels/") || !strings.HasSuffix(file, ".rels") {
		return "", false
	}
	return strings.TrimSuffix(dir, "_rels/") + strings.TrimSuffix(file, ".rels"), true
}

// behindChart reports whether an embedded file is only the data behind a chart, which shows what it needs by itself.
func (o *office) behindChart(lower string) bool {
	used := false
	for name, part := range o.parts {
		of, isRels := relsOf(strings.ToLower(name))
		if !isRels || !bytes.Contains(bytes.ToLower(part), []byte(path.Base(lower))) {
			continue
		}
		if !strings.Contains(of, "/charts/") {
			return false
		}
		used = true
	}
	return used
}

// part gives a part as it is to be packed.
func (o *office) part(name string) ([]byte, error) {
	data, lower := o.parts[name], strings.ToLower(name)
	var out []byte
	var err error
	_, isRels := relsOf(lower)
	switch ext := path.Ext(lower); {
	case name == contentTypes:
		out, err = filter(data, func(e *element) action {
			if e.local == "Override" && o.out[strings.ToLower(strings.TrimPrefix(e.attr("PartName"), "/"))] {
				return drop
			}
			return keep
		})
	case isRels:
		out, err = o.relations(name, data)
	case ext == ".png" || ext == ".jpg" || ext == ".jpeg" || ext == ".gif":
		out, err = o.picture(data)
	case ext == ".svg":
		out, err = filter(data, o.svg)
	case ext == ".xml" || ext == ".vml":
		out, err = filter(data, o.rules(lower))
	default: // letters of a font
		out = data
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path.Base(name), err)
	}
	return out, nil
}

func (o *office) picture(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte(pngSignature)):
		return o.c.png(data)
	case bytes.HasPrefix(data, []byte("GIF8")):
		return o.c.gif(data)
	}
	return o.c.jpeg(data)
}

// relations leaves out those that lead to what is left out, and into somebody's own computer.
func (o *office) relations(name string, data []byte) ([]byte, error) {
	of, _ := relsOf(name)
	var stop error
	out, err := filter(data, func(e *element) action {
		if e.local != "Relationship" {
			return keep
		}
		target, kind := e.attr("Target"), path.Base(e.attr("Type"))
		if strings.EqualFold(e.attr("TargetMode"), "External") {
			switch {
			case kind == "attachedTemplate":
				o.c.took(vigil.RemovedProperties)
				return drop
			case kind != "hyperlink":
				stop = blocked{"shows what lies in another place (" + kind + ")", "put it into the file itself, or print it to PDF"}
			case !public(target):
				o.c.took(vigil.RemovedLinks)
				e.set("Target", "about:blank")
			}
			return keep
		}
		if u, err := url.PathUnescape(target); err == nil {
			target = u
		}
		to := path.Join(path.Dir("/"+of), target)
		if strings.HasPrefix(target, "/") {
			to = path.Clean(target)
		}
		if o.out[strings.ToLower(strings.TrimPrefix(to, "/"))] || slices.Contains([]string{"core-properties", "extended-properties", "custom-properties"}, kind) {
			return drop
		}
		return keep
	})
	if stop != nil {
		return nil, stop
	}
	return out, err
}

// words that say what becomes of an element of a document.
var (
	wordComments = set("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")
	wordChanges  = set("del", "moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tcPrChange", "trPrChange", "tblGridChange",
		"numberingChange", "cellIns", "cellDel", "cellMerge", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
		"customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart",
		"customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "trackRevisions")
	wordProperties = set("attachedTemplate", "docVars", "rsids", "mailMerge", "docId", "saveThroughXslt", "writeProtection", "documentProtection", "attachedSchema",
		"schemaLibrary", "dataBinding", "smartTagPr", "customXmlPr")
	sheetProperties = set("fileSharing", "revisionPtr", "absPath", "fileRecoveryPr", "customProperties", "legacyDrawing", "legacyDrawingHF")
	slideProperties = set("custDataLst", "modifyVerifier")
)

func set(words ...string) map[string]bool {
	m := map[string]bool{}
	for _, w := range words {
		m[w] = true
	}
	return m
}

// rules gives what becomes of the elements of a part.
func (o *office) rules(lower string) func(*element) action {
	word, sheet := strings.HasPrefix(lower, "word/"), strings.HasPrefix(lower, "xl/")
	return func(e *element) action {
		if e.local == "externalData" { // the workbook behind a chart
			return drop
		}
		switch {
		case word:
			if a := o.word(e); a != keep {
				return a
			}
		case sheet:
			if sheetProperties[e.local] {
				return drop
			}
		case slideProperties[e.local]:
			return drop
		}
		o.attributes(e)
		return keep
	}
}

// word decides about an element of a document: comments and properties go, and every tracked change is as if it were accepted.
func (o *office) word(e *element) action {
	switch {
	case wordComments[e.local]:
		o.c.took(vigil.RemovedComments)
		return drop
	case wordChanges[e.local]:
		o.c.took(vigil.RemovedChanges)
		return drop
	case e.local == "ins" || e.local == "moveTo":
		o.c.took(vigil.RemovedChanges)
		if e.parent == "rPr" || e.parent == "trPr" {
			return drop
		}
		return unwrap
	case wordProperties[e.local]:
		o.c.took(vigil.RemovedProperties)
		return drop
	case e.local == "smartTag" || e.local == "customXml":
		return unwrap
	}
	return keep
}

// personal are attributes that say who did something, or on whose computer. Those that begin with rsid tell who wrote together.
var personal = set("author", "initials", "userId", "userName", "providerId", "refreshedBy", "paraId", "textId", "uid", "lastGuid", "documentId")

// filePath recognises the name of a file, or a path to one, where a picture should be described.
var filePath = regexp.MustCompile(`(?i)[a-z]:\\|\\\\|^(file:|/)|\.(jpe?g|png|gif|tiff?|bmp|emf|wmf|heic)$`)

func (o *office) attributes(e *element) {
	e.without(func(prefix, local string) bool {
		if prefix == "xmlns" || prefix == "" && local == "xmlns" {
			return false
		}
		gone := personal[local] || strings.HasPrefix(local, "rsid") || e.local == "pageSetup" && prefix != "" && local == "id"
		if gone {
			o.c.took(vigil.RemovedProperties)
		}
		return gone
	})
	if e.local == "cNvPr" || e.local == "docPr" {
		for _, name := range []string{"name", "descr", "title"} {
			if filePath.MatchString(e.attr(name)) {
				e.set(name, "picture")
				o.c.took(vigil.RemovedProperties)
			}
		}
	}
}

// svg keeps what is drawn.
func (o *office) svg(e *element) action {
	switch e.local {
	case "metadata", "title", "desc", "script", "foreignObject", "namedview":
		o.c.took(vigil.RemovedProperties)
		return drop
	}
	e.without(func(prefix, local string) bool {
		return prefix == "inkscape" || prefix == "sodipodi" || strings.HasPrefix(strings.ToLower(local), "on") || local == "docname" || local == "export-filename"
	})
	if h := e.attr("href"); h != "" && !strings.HasPrefix(h, "#") && !strings.HasPrefix(h, "data:image/") {
		return drop
	}
	return keep
}

// action is what becomes of an element.
type action int

const (
	keep   action = iota
	drop          // with all that is in it
	unwrap        // what is in it stays
)

// element is the start of an element that is being looked at.
type element struct {
	prefix, local, parent string
	attrs                 []xml.Attr // with their prefixes
	changed               bool
}

func (e *element) attr(local string) string {
	for _, a := range e.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

func (e *element) set(local, value string) {
	for i := range e.attrs {
		if e.attrs[i].Name.Local == local {
			e.attrs[i].Value, e.changed = value, true
		}
	}
}

func (e *element) without(gone func(prefix, local string) bool) {
	kept := slices.DeleteFunc(slices.Clone(e.attrs), func(a xml.Attr) bool { return gone(a.Name.Space, a.Name.Local) })
	if len(kept) < len(e.attrs) {
		e.attrs, e.changed = kept, true
	}
}

// filter copies a part letter by letter but for the elements of which decide says otherwise. Notes and instructions between
// the elements are left out; a part that defines entities, or is not well formed, is refused.
func filter(data []byte, decide func(*element) action) ([]byte, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	var out bytes.Buffer
	type open struct {
		name   string
		action action
	}
	var stack []open
	dropped := 0 // depth in elements that are left out
	for {
		from := d.InputOffset()
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) && len(stack) == 0 {
			return out.Bytes(), nil
		} else if err != nil {
			return nil, fmt.Errorf("a part of it is no whole xml")
		}
		raw := data[from:d.InputOffset()]
		switch t := t.(type) {
		case xml.StartElement:
			e := &element{prefix: t.Name.Space, local: t.Name.Local, attrs: t.Attr}
			if len(stack) > 0 {
				_, e.parent, _ = strings.Cut(stack[len(stack)-1].name, ":")
			}
			a := keep
			if dropped == 0 {
				a = decide(e)
			}
			if a == drop || dropped > 0 {
				dropped++
			}
			stack = append(stack, open{t.Name.Space + ":" + t.Name.Local, a})
			if dropped == 0 && a == keep {
				e.write(&out, raw)
			}
		case xml.EndElement:
			if len(stack) == 0 || stack[len(stack)-1].name != t.Name.Space+":"+t.Name.Local {
				return nil, fmt.Errorf("a part of it is no whole xml")
			}
			last := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			switch {
			case dropped > 0:
				dropped--
			case last.action == keep:
				out.Write(raw)
			}
		case xml.CharData:
			if dropped == 0 {
				out.Write(raw)
			}
		case xml.ProcInst:
			if t.Target == "xml" && out.Len() == 0 {
				out.Write(raw)
			}
		case xml.Directive:
			return nil, fmt.Errorf("a part of it defines words of its own")
		}
	}
}

// write writes the start of an element, as it was where nothing changed.
func (e *element) write(out *bytes.Buffer, raw []byte) {
	if !e.changed {
		out.Write(raw)
		return
	}
	name := func(prefix, local string) string {
		if prefix != "" {
			return prefix + ":" + local
		}
		return local
	}
	out.WriteString("<" + name(e.prefix, e.local))
	for _, a := range e.attrs {
		out.WriteString(" " + name(a.Name.Space, a.Name.Local) + `="`)
		_ = xml.EscapeText(out, []byte(a.Value)) // a buffer takes everything
		out.WriteByte('"')
	}
	if bytes.HasSuffix(raw, []byte("/>")) {
		out.WriteByte('/')
	}
	out.WriteByte('>')
}

// gif copies the pictures of a GIF, and how they follow one another.
func (c *cleaner) gif(data []byte) ([]byte, error) {
	if len(data) < 13 {
		return nil, errPicture
	}
	colours := func(flags byte) int {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	at := 13 + colours(data[10])
	blocks := func(from int) int { // the end of a chain of blocks, or -1
		for from < len(data) {
			n := int(data[from])
			from += 1 + n
			if n == 0 {
				return from
			}
		}
		return -1
	}
	if at > len(data) {
		return nil, errPicture
	}
	out := bytes.Clone(data[:at])
	for at+1 < len(data) {
		end, kept := -1, true
		switch {
		case data[at] == 0x3b:
			return append(out, 0x3b), nil
		case data[at] == 0x21:
			end = blocks(at + 2)
			kept = data[at+1] == 0xf9 || data[at+1] == 0xff && bytes.HasPrefix(data[at+2:], []byte("\x0bNETSCAPE2.0"))
		case data[at] == 0x2c && at+10 < len(data):
			end = blocks(at + 10 + colours(data[at+9]) + 1)
		}
		if end < 0 {
			return nil, errPicture
		}
		if kept {
			out = append(out, data[at:end]...)
		} else {
			c.took(vigil.RemovedProperties)
		}
		at = end
	}
	if at < len(data) && data[at] == 0x3b {
		return append(out, 0x3b), nil
	}
	return nil, errPicture
}
