package spreadsheet

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// textItem is a text of a workbook: plain, or in runs of different looks. Readings of characters (rPh) are no part of it.
type textItem struct {
	T []string `xml:"t"`
	R []struct {
		T []string `xml:"t"`
	} `xml:"r"`
}

// single reports whether no piece of text stands where the library would read another.
func (i textItem) single() bool {
	for _, r := range i.R {
		if len(r.T) > 1 {
			return false
		}
	}
	return len(i.T) <= 1
}

func (i textItem) text() string {
	var b strings.Builder
	for _, t := range i.T {
		b.WriteString(t)
	}
	for _, r := range i.R {
		for _, t := range r.T {
			b.WriteString(t)
		}
	}
	return unescape(b.String())
}

// escaped is how a workbook writes a character that xml cannot hold: _x000D_ is a carriage return, _x005F_ an underscore.
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(code string) string {
		n, err := strconv.ParseUint(code[2:6], 16, 16)
		if err != nil {
			return code
		}
		return string(rune(n))
	})
}

// escapeText writes a text so that it is read back as it was: the library leaves out what xml cannot hold, and takes
// text that looks like an escape for one. It is the x of such text that is escaped, as _x0078_: the library keeps shared
// texts under another form of _x005F_ than it looks them up by, and could give back the text of another cell.
func escapeText(s string) string {
	var b strings.Builder
	skip := false // the x that was written already
	for i, r := range s {
		switch {
		case skip:
			skip = false
		case r == '_' && escaped.MatchString(s[i:min(len(s), i+len("_xFFFF_"))]):
			b.WriteString("__x0078_")
			skip = true
		case r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF:
			fmt.Fprintf(&b, "_x%04X_", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// sharedTexts reads the texts that cells refer to by number.
func sharedTexts(part []byte) ([]string, error) {
	if part == nil {
		return nil, nil
	}
	var all struct {
		Items []textItem `xml:"si"`
	}
	if err := xml.Unmarshal(part, &all); err != nil {
		return nil, refuse(exportAgain, "the texts of the workbook are damaged (%v)", err)
	}
	out := make([]string, len(all.Items))
	for i, item := range all.Items {
		if !item.single() {
			return nil, refuse(exportAgain, "the texts of the workbook are damaged: text %d is there twice", i+1)
		}
		out[i] = item.text()
	}
	return out, nil
}
