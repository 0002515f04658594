package spreadsheet

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// reportSheetName makes a name for a sheet from a title: at most 31 units, without the characters that Excel
// refuses, and unlike every name taken before, whatever the case.
func reportSheetName(title string, taken map[string]bool) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`:\/?*[]'`, r), r < ' ', r == 0x7f, r == 0xfffd, r == 0xfffe, r == 0xffff:
			return ' '
		}
		return r
	}, title)
	name = reportCut(strings.Join(strings.Fields(name), " "), 31)
	if name == "" || strings.EqualFold(name, "history") {
		name = "Table"
	}
	for full, n := name, 2; taken[strings.ToLower(name)]; n++ {
		end := fmt.Sprintf(" (%d)", n)
		name = reportCut(full, 31-len(end)) + end
	}
	taken[strings.ToLower(name)] = true
	return name
}

// reportCut keeps at most n UTF-16 units and leaves no blank or apostrophe at either end.
func reportCut(s string, n int) string {
	s = strings.Trim(s, " '")
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > n {
			return strings.TrimRight(s[:i], " '")
		}
	}
	return s
}
