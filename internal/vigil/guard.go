package vigil

import "strings"

// GuardText makes text safe for a cell of a csv file or a workbook: what a spreadsheet program would run as
// a formula (it starts with = + - @, tab or carriage return) gets a leading apostrophe. Plain numbers stay
// as they are. Text that already starts with an apostrophe gets one more, so that UnguardText restores every
// text exactly.
func GuardText(s string) string {
	if s == "" {
		return s
	}
	switch s[0] {
	case '=', '@', '\t', '\r', '\'':
		return "'" + s
	case '+', '-':
		if !plainNumber(s) && s != NoElements {
			return "'" + s
		}
	}
	return s
}

// UnguardText takes off what GuardText put on.
func UnguardText(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@\t\r'", rune(s[1])) {
		return s[1:]
	}
	return s
}

// plainNumber reports a sign followed by digits with at most one point.
func plainNumber(s string) bool {
	digits, points := 0, 0
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case digit(c):
			digits++
		case c == '.':
			points++
		default:
			return false
		}
	}
	return digits > 0 && points <= 1
}
