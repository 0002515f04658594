package vault

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"vigil/internal/vigil"
)

// partRules say by the name of a part what becomes of it; the first that fits holds. takes: it is left out. blocks: the file
// cannot be cleaned. Neither: it is kept, and cleaned.
var partRules = []struct {
	name           *regexp.Regexp
	takes          string
	blocks, advice vigil.Message
}{
	{re(`^docprops/thumbnail`), vigil.RemovedPreviews, vigil.Message{}, vigil.Message{}},
	{re(`^(docprops|docmetadata)/`), vigil.RemovedProperties, vigil.Message{}, vigil.Message{}},
	{re(`^customxml/|^word/glossary/|^ppt/tags/|^xl/customproperty`), vigil.RemovedData, vigil.Message{}, vigil.Message{}},
	{re(`/printersettings/`), vigil.RemovedProperties, vigil.Message{}, vigil.Message{}},
	{re(`^word/(comments[a-z]*|people)\.xml$|^xl/(comments|threadedcomments|persons)|^ppt/(comments/|commentauthors|authors)|^(xl|ppt)/drawings/vmldrawing`), vigil.RemovedComments, vigil.Message{}, vigil.Message{}},
	{re(`^xl/(revisions/|usernames)|^ppt/(changesinfos/|revisioninfo)`), vigil.RemovedChanges, vigil.Message{}, vigil.Message{}},
	{re(`^_xmlsignatures/`), vigil.RemovedSignatures, vigil.Message{}, vigil.Message{}},
	{re(`webextension|^customui/|^usercustomization/|attachedtoolbars`), vigil.RemovedPrograms, vigil.Message{}, vigil.Message{}},
	{re(`vbaproject|vbadata|macrosheets/|activex|ctrlprops/|dialogsheets/`), "", vigil.Say("holds macros or controls"), vigil.Say("save it without them, or print it to PDF")},
	{re(`externallinks/`), "", vigil.Say("is linked to other workbooks"), vigil.Say("break the links, or print it to PDF")},
	{re(`^xl/connections|querytable|^xl/model/`), "", vigil.Say("fetches data from elsewhere"), vigil.Say("delete its connections, or print it to PDF")},
	{re(`embeddings/`), "", vigil.Say("holds other files"), vigil.Say("take them out, or print it to PDF")},
	{re(`\.(png|jpe?g|gif|svg|odttf|fntdata|ttf)$`), "", vigil.Message{}, vigil.Message{}},
	{re(`^(word|xl|ppt)/.*\.(xml|vml)$`), "", vigil.Message{}, vigil.Message{}},
	{re(``), "", vigil.Say("holds a part that cannot be cleaned"), vigil.Say("print it to PDF")},
}

func re(s string) *regexp.Regexp { return regexp.MustCompile(s) }

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
			if !r.blocks.Empty() {
				return blocked{vigil.Say("%s (%s)", r.blocks, path.Base(name)), r.advice}
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
