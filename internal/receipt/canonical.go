package receipt

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"vigil/internal/vigil"
)

// Canonical gives the one form in which a value is signed and fingerprinted: JSON by RFC 8785 (JCS). Members are sorted
// by their names as UTF-16, there is no blank outside texts, texts escape only what JSON demands, and a number is
// written as ECMAScript does, from its nearest float64; there are no numbers beyond those.
func Canonical(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := write(&b, tree); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func write(b *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case float64:
		number, err := json.Marshal(v + 0) // ECMAScript's form already; there is no −0 in JCS
		if err != nil {
			return err
		}
		if v == 0 {
			number = []byte("0")
		}
		b.Write(number)
	case string:
		writeText(b, v)
	case []any:
		b.WriteByte('[')
		for i, e := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := write(b, e); err != nil {
				return err
			}
		}
		b.WriteByte(']')
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.SortFunc(names, func(x, y string) int { return slices.Compare(utf16.Encode([]rune(x)), utf16.Encode([]rune(y))) })
		b.WriteByte('{')
		for i, name := range names {
			if i > 0 {
				b.WriteByte(',')
			}
			writeText(b, name)
			b.WriteByte(':')
			if err := write(b, v[name]); err != nil {
				return err
			}
		}
		b.WriteByte('}')
	default:
		return fmt.Errorf("a %T has no canonical form", v)
	}
	return nil
}

func writeText(b *bytes.Buffer, s string) {
	b.WriteByte('"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\b':
			b.WriteString(`\b`)
		case '\f':
			b.WriteString(`\f`)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			if r < 0x20 {
				fmt.Fprintf(b, `\u%04x`, r)
			} else if r == utf8.RuneError {
				b.WriteString("\ufffd")
			} else {
				b.WriteRune(r)
			}
		}
	}
	b.WriteByte('"')
}

// Fingerprint is the SHA-256, hex, of the canonical form of a public source, as Evidence describes it.
func Fingerprint(e vigil.Evidence) string {
	text, err := Canonical(map[string]string{"date": e.Date, "grade": string(e.Grade), "item": e.Question, "link": e.Link, "page": e.Page, "title": e.Title})
	if err != nil {
		panic(err) // texts always have a form
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
