package publish

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

var (
	pdfStream  = regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`)
	pdfAuthor  = regexp.MustCompile(`/(?:Author|Company|Manager)\s*(?:\(([^)]*)\)|<([0-9A-Fa-f\s]*)>)`)
	pdfActive  = regexp.MustCompile(`/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToR|GoToE|AcroForm|XFA|Encrypt)\b`)
	pdfNote    = regexp.MustCompile(`/Subtype\s*/(Text|FreeText|FileAttachment|Popup|Stamp|Ink|Sound|Movie|Screen)\b`)
	xmpAuthor  = regexp.MustCompile(`(?s)<dc:creator>.*?<rdf:li[^>]*>(.*?)</rdf:li>`)
	cmapChars  = regexp.MustCompile(`(?s)beginbfchar(.*?)endbfchar`)
	cmapRanges = regexp.MustCompile(`(?s)beginbfrange(.*?)endbfrange`)
	cmapPair   = regexp.MustCompile(`<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>`)
	cmapTriple = regexp.MustCompile(`<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>`)
	hexText    = regexp.MustCompile(`<([0-9A-Fa-f\s]{4,})>`)
)

// pdf checks what a PDF says of itself: properties, notes, files and programs inside it. The text of its pages is the text of
// the page that it was printed from, which passes this gate as html; here it is decoded as far as its fonts say how, so that
// names are found in it.
func (f *file) pdf() {
	parts := [][]byte{f.data}
	for _, m := range pdfStream.FindAllSubmatch(f.data, -1) {
		if out, ok := inflate(m[1]); ok {
			parts = append(parts, out)
		} else {
			parts = append(parts, m[1])
		}
	}
	if i := bytes.LastIndex(f.data, []byte("%%EOF")); i < 0 || len(bytes.TrimSpace(f.data[i+5:])) > 0 {
		f.add("", "holds something behind its end, or is cut off", "print it again")
	}
	for _, p := range parts {
		f.pdfPart(p)
	}
	f.pdfPages(parts)
}

func (f *file) pdfPart(p []byte) {
	text := string(p)
	f.texts = append(f.texts, text)
	for _, m := range pdfAuthor.FindAllStringSubmatch(text, -1) {
		if value := strings.TrimSpace(m[1] + m[2]); value != "" {
			f.add("properties", "say who made it", "empty the author before printing")
			if b, err := hex.DecodeString(strings.Join(strings.Fields(m[2]), "")); err == nil {
				f.texts = append(f.texts, string(b))
			}
		}
	}
	for _, m := range xmpAuthor.FindAllStringSubmatch(text, -1) {
		if strings.TrimSpace(m[1]) != "" {
			f.add("properties", "say who made it", "empty the author before printing")
		}
	}
	for _, m := range pdfActive.FindAllStringSubmatch(text, -1) {
		f.add("/"+m[1], "runs something, hides something, or holds another file", "print it again from the page")
	}
	if pdfNote.MatchString(text) {
		f.add("notes", "holds notes or attachments", "delete them, or print it again")
	}
}

// inflate unpacks a stream; false where it is packed in another way.
func inflate(b []byte) ([]byte, bool) {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, false
	}
	defer r.Close()
	out, err := io.ReadAll(io.LimitReader(r, largestFile))
	return out, len(out) > 0 || err == nil
}

// pdfPages decodes the text of the pages by each table of letters that the file holds.
func (f *file) pdfPages(parts [][]byte) {
	for _, p := range parts {
		if !bytes.Contains(p, []byte("begincmap")) {
			continue
		}
		letters := cmap(string(p))
		var b strings.Builder
		for _, page := range parts {
			if !bytes.Contains(page, []byte("Tj")) && !bytes.Contains(page, []byte("TJ")) {
				continue
			}
			for _, m := range hexText.FindAllStringSubmatch(string(page), -1) {
				code := strings.Join(strings.Fields(m[1]), "")
				for i := 0; i+4 <= len(code); i += 4 {
					if n, err := strconv.ParseUint(code[i:i+4], 16, 32); err == nil {
						b.WriteString(letters[n])
					}
				}
			}
		}
		f.texts = append(f.texts, b.String())
	}
}

// cmap reads a table of letters: which number of a font is which letter, one by one and by ranges.
func cmap(text string) map[uint64]string {
	letters := map[uint64]string{}
	for _, list := range cmapChars.FindAllStringSubmatch(text, -1) {
		for _, m := range cmapPair.FindAllStringSubmatch(list[1], -1) {
			if n, err := strconv.ParseUint(m[1], 16, 32); err == nil {
				letters[n] = utf16Text(m[2])
			}
		}
	}
	for _, list := range cmapRanges.FindAllStringSubmatch(text, -1) {
		for _, m := range cmapTriple.FindAllStringSubmatch(list[1], -1) {
			from, err1 := strconv.ParseUint(m[1], 16, 32)
			to, err2 := strconv.ParseUint(m[2], 16, 32)
			start := []rune(utf16Text(m[3]))
			if err1 != nil || err2 != nil || len(start) == 0 || to < from || to-from > 0xffff {
				continue
			}
			for n := from; n <= to; n++ {
				last := append([]rune{}, start...)
				last[len(last)-1] += rune(n - from)
				letters[n] = string(last)
			}
		}
	}
	return letters
}

func utf16Text(code string) string {
	b, err := hex.DecodeString(code)
	if err != nil {
		return ""
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}
