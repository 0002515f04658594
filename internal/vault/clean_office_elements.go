package vault

import (
	"regexp"
	"strings"

	"vigil/internal/vigil"
)

// words that say what becomes of an element of a document.
var (
	wordComments = set("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")
	wordChanges  = set("del", "moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tcPrChange", "trPrChange", "tblGridChange",
		"numberingChange", "cellIns", "cellDel", "cellMerge", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
		"customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart",
		"customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "trackRevisions")
	wordProperties = set("attachedTemplate", "docVars", "rsids", "mailMerge", "docId", "saveThroughXslt", "writeProtection", "documentProtection", "attachedSchema",
		"schemaLibrary", "dataBinding", "smartTagPr", "customXmlPr", "permStart", "permEnd")
	sheetProperties = set("fileSharing", "revisionPtr", "absPath", "fileRecoveryPr", "customProperties", "legacyDrawing", "legacyDrawingHF",
		"workbookProtection", "sheetProtection", "protectedRanges", "customWorkbookViews", "customSheetViews")
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
				o.c.took(vigil.RemovedProperties)
				return drop
			}
		case slideProperties[e.local]:
			o.c.took(vigil.RemovedProperties)
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
