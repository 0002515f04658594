package spreadsheet

import (
	"bytes"
	"io"
	"unicode/utf8"

	"vigil/internal/vigil"
)

// csvText reads a csv file whole and refuses what is no text in UTF-8.
func csvText(name string, r io.Reader) ([]byte, vigil.Problems) {
	var ps vigil.Problems
	at := vigil.Place{File: name}
	b, err := io.ReadAll(io.LimitReader(r, csvBytes+1))
	switch {
	case err != nil:
		ps.Say(at, vigil.Say("the file cannot be read: %v", err), vigil.Say("check the disk and who may read it"))
	case len(b) > csvBytes:
		ps.Say(at, vigil.Say("the file is larger than %d MiB", csvBytes>>20), vigil.Say("split it into several files"))
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		ps.Add(at, "the file is UTF-16", "save it as CSV UTF-8")
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		ps.Add(at, "the file is a workbook, whatever its name ends in", "give it a name that ends in .xlsx, or save it as CSV UTF-8")
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if len(ps) == 0 && len(bytes.Trim(b, " \t\r\n,;\"")) == 0 {
		ps.Add(at, "the file is empty", "write the names of the columns into the first row and the rest below")
	}
	if len(ps) == 0 {
		ps = badBytes(name, b)
	}
	return b, ps
}

// badBytes finds, line by line, what is no UTF-8 text.
func badBytes(name string, b []byte) (ps vigil.Problems) {
	for i, line := range bytes.Split(b, []byte{'\n'}) {
		at := vigil.Place{File: name, Line: i + 1}
		if nul := bytes.IndexByte(line, 0); nul >= 0 {
			at.Column = nul + 1
			ps.Add(at, "there is a NUL character", "remove it; the file may be damaged or no csv file")
		} else if !utf8.Valid(line) {
			at.Column = firstInvalid(line) + 1
			ps.Add(at, "there are bytes that are not UTF-8", "save the file as CSV UTF-8")
		}
		if len(ps) >= maxProblems {
			return ps
		}
	}
	return ps
}

func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return 0
}

// separator is whatever of comma, semicolon and tab the first line has most of outside of quotation marks.
func separator(b []byte) rune {
	counts, quoted := map[byte]int{}, false
	for _, c := range bytes.TrimLeft(b, "\r\n") {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[c]++
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return rune(best)
}
