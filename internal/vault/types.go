package vault

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"

	"vigil/internal/vigil"
)

// endings are the endings of names that fit a type. A name without an ending fits everything.
var endings = map[string][]string{
	vigil.TypePDF: {"pdf"}, vigil.TypeJPEG: {"jpg", "jpeg", "jpe", "jfif"}, vigil.TypePNG: {"png"},
	vigil.TypeDOCX: {"docx"}, vigil.TypeXLSX: {"xlsx"}, vigil.TypePPTX: {"pptx"}, vigil.TypeText: {"txt", "text", "md", "log"}, vigil.TypeCSV: {"csv", "tsv"},
}

// advice says for some kinds of file that are not taken in what their sender can do.
var advice = []struct {
	kind string
	do   vigil.Message
}{
	{"text/html", vigil.Say("print the page to PDF")},
	{"application/xhtml", vigil.Say("print the page to PDF")},
	{"image/svg", vigil.Say("save the picture as PNG")},
	{"image/", vigil.Say("save the picture as JPEG or PNG")},
	{"application/msword", vigil.Say("save it as docx, or print it to PDF")},
	{"application/vnd.ms-", vigil.Say("save it as docx, xlsx or pptx, or print it to PDF")},
	{"application/x-ole-storage", vigil.Say("save it as docx, xlsx or pptx, or print it to PDF")},
	{"application/vnd.oasis.opendocument", vigil.Say("save it as docx, xlsx or pptx, or print it to PDF")},
	{"message/", vigil.Say("print the message to PDF, without the addresses of people who could be endangered")},
	{"video/", vigil.Say("describe what it shows, and give the link where it was published")},
	{"audio/", vigil.Say("describe what is said, and give the link where it was published")},
	{"application/zip", vigil.Say("unpack it and send the files that matter")},
	{"application/", vigil.Say("print it to PDF")},
}

// TypesInWords lists for people what is taken in.
const TypesInWords = "PDF, JPEG, PNG, docx, xlsx, pptx, plain text (txt) and csv"

func init() { mimetype.SetLimit(headSize) }

// typeOf finds out by content what a file is, and holds the ending of its name against that. An office file is looked into
// more closely when it is cleaned.
func typeOf(name string, head []byte, size int64) (string, *vigil.Problem) {
	at := vigil.Place{Field: "file"}
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if size == 0 {
		return "", &vigil.Problem{Place: at, What: vigil.Say("it is empty"), Do: vigil.Say("send the file again")}
	}
	found, _, _ := strings.Cut(mimetype.Detect(head).String(), ";")
	kind := found
	switch {
	case found == "application/zip" && slices.Contains([]string{"docx", "xlsx", "pptx"}, ending): // cleaning proves it
		kind = map[string]string{"docx": vigil.TypeDOCX, "xlsx": vigil.TypeXLSX, "pptx": vigil.TypePPTX}[ending]
	case found == vigil.TypePDF && !bytes.HasPrefix(head, []byte("%PDF-")):
		return "", &vigil.Problem{Place: at, What: vigil.Say("is a PDF with something else before it"), Do: vigil.Say("save the PDF again, or print it to PDF")}
	case (found == vigil.TypeText || found == vigil.TypeCSV || found == "text/tab-separated-values") && isText(head, size):
		kind = vigil.TypeText
		if slices.Contains(endings[vigil.TypeCSV], ending) {
			kind = vigil.TypeCSV
		}
	case found == vigil.TypeText:
		return "", &vigil.Problem{Place: at, What: vigil.Say("is text in an encoding other than UTF-8, or holds characters that no text has"), Do: vigil.Say("save it as UTF-8, or print it to PDF")}
	}
	fits, taken := endings[kind]
	switch {
	case !taken:
		return "", &vigil.Problem{Place: at, What: vigil.Say("is of a type that is not taken in (%s); taken in are %s", found, vigil.Say(TypesInWords)), Do: instead(found)}
	case ending != "" && !slices.Contains(fits, ending) && isEnding(ending):
		return "", &vigil.Problem{Place: at, What: vigil.Say("is named .%s, but what is in it is %s", ending, inWords(kind)), Do: vigil.Say("check that it is the right file, and name it .%s", fits[0])}
	}
	return kind, nil
}

// isEnding reports whether what stands behind the last dot of a name is an ending, and no piece of a sentence.
func isEnding(s string) bool {
	return len(s) <= 5 && !strings.ContainsFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

func instead(found string) vigil.Message {
	for _, a := range advice {
		if strings.HasPrefix(found, a.kind) {
			return a.do
		}
	}
	return vigil.Say("print it to PDF")
}

func inWords(kind string) vigil.Message {
	return map[string]vigil.Message{
		vigil.TypePDF: vigil.Say("a PDF"), vigil.TypeJPEG: vigil.Say("a JPEG picture"), vigil.TypePNG: vigil.Say("a PNG picture"), vigil.TypeDOCX: vigil.Say("a document (docx)"),
		vigil.TypeXLSX: vigil.Say("a workbook (xlsx)"), vigil.TypePPTX: vigil.Say("a presentation (pptx)"), vigil.TypeText: vigil.Say("plain text"), vigil.TypeCSV: vigil.Say("plain text"),
	}[kind]
}

// isText reports whether the first bytes of a file are UTF-8, and hold no character that a text does not have.
func isText(head []byte, size int64) bool {
	if int64(len(head)) < size { // the last letter may be cut
		for i := 0; i < utf8.UTFMax-1 && len(head) > 0 && !utf8.Valid(head); i++ {
			head = head[:len(head)-1]
		}
	}
	return utf8.Valid(head) && !bytes.ContainsFunc(head, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' || r == 0x7f
	})
}
