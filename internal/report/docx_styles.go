package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"regexp"

	"vigil/internal/vigil"
)

// The styles of documents, by their names among the templates.
const (
	stylesFile    = "docx/styles.xml"
	numberingFile = "docx/numbering.xml"
)

// styleUse is where the text of a document refers to a style.
var styleUse = []string{"Title", "Subtitle", "Heading1", "Heading2", "TOC1", "TOCHeading", "Caption", "Note", "Score", "ListBullet", "Quote", "QuoteSource",
	"NoticePlain", "NoticeOk", "NoticeWarn", "NoticeBad", "Gapline", "Normal", "Cell", "CellHead", "CellHeadNumber", "CellNumber", "CardText", "Label", "Header", "Footer", "PageNumber",
	"Strong", "Soft", "Hyperlink", "Rows", "Plain"}

// xmlComment is what a template says to those who change it. It is no part of a document: nobody sees it there, and everybody
// can read it.
var xmlComment = regexp.MustCompile(`(?s)<!--.*?-->\s*`)

// docxStyles reads the styles of documents and refuses what Word could not open, or would open without its looks.
func docxStyles(files fs.FS) (map[string]string, error) {
	parts := map[string]string{}
	var ps vigil.Problems
	for _, name := range []string{stylesFile, numberingFile} {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			ps.Say(vigil.Place{File: name}, vigil.Say("this style of the reports cannot be read (%v)", err), vigil.Say("check the file, or take it away to use the one in the program"))
			continue
		}
		if line, err := wellFormed(text); err != nil {
			ps.Say(vigil.Place{File: name, Line: line}, vigil.Say("this is no well-formed XML (%v)", err), vigil.Say("mend the line, or begin again from the file in reports/%s", name))
			continue
		}
		parts[name] = xmlComment.ReplaceAllString(string(text), "")
	}
	if text, ok := parts[stylesFile]; ok {
		have := map[string]bool{}
		for _, m := range regexp.MustCompile(`w:styleId="([^"]*)"`).FindAllStringSubmatch(text, -1) {
			have[m[1]] = true
		}
		for _, id := range styleUse {
			if !have[id] {
				ps.Say(vigil.Place{File: stylesFile}, vigil.Say("the style %s is missing, and the text of reports refers to it", id), vigil.Say("keep every w:styleId of reports/"+stylesFile+"; only its looks are yours to change"))
			}
		}
	}
	return parts, ps.Err()
}

// wellFormed reports what is wrong with an XML file, and in which line.
func wellFormed(text []byte) (int, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return 0, nil
		}
		if err != nil {
			line, _ := d.InputPos()
			var syntax *xml.SyntaxError
			if errors.As(err, &syntax) {
				return syntax.Line, errors.New(syntax.Msg)
			}
			return line, err
		}
	}
}
