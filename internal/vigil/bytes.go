package vigil

import (
	"strconv"
	"strings"
)

// Bytes is a size as people write it, in decimal units: 25 MB are 25,000,000 bytes.
type Bytes int64

// The units of a size.
const (
	KB Bytes = 1000
	MB       = 1000 * KB
	GB       = 1000 * MB
	TB       = 1000 * GB
)

var units = []struct {
	word string
	size Bytes
}{{"TB", TB}, {"GB", GB}, {"MB", MB}, {"kB", KB}, {"B", 1}}

// String writes a size with at most one decimal, such as 2.5 GB. It rounds down, so that nothing larger than a limit looks as
// if it fitted.
func (b Bytes) String() string {
	for _, u := range units {
		if b >= u.size && u.size > 1 {
			tenths := int64(b / (u.size / 10))
			text := strconv.FormatInt(tenths/10, 10)
			if tenths%10 != 0 && tenths < 1000 {
				text += "." + strconv.FormatInt(tenths%10, 10)
			}
			return text + " " + u.word
		}
	}
	return strconv.FormatInt(int64(b), 10) + " B"
}

// MarshalText writes a size so that UnmarshalText reads the very same.
func (b Bytes) MarshalText() ([]byte, error) {
	for _, u := range units {
		if b%u.size == 0 && b != 0 {
			return []byte(strconv.FormatInt(int64(b/u.size), 10) + u.word), nil
		}
	}
	return []byte("0B"), nil
}

// UnmarshalText reads a size such as 25MB, 2 GB or 1.5 GB; a number alone is bytes. A size is above zero.
func (b *Bytes) UnmarshalText(text []byte) error {
	number := strings.TrimSpace(string(text))
	unit := Bytes(1)
	for _, u := range units {
		if n := len(number) - len(u.word); n > 0 && strings.EqualFold(number[n:], u.word) {
			number, unit = strings.TrimSpace(number[:n]), u.size
			break
		}
	}
	v, err := strconv.ParseFloat(number, 64)
	if size := v * float64(unit); err == nil && size >= 1 && size < 1<<60 {
		*b = Bytes(size)
		return nil
	}
	return Errorf(Invalid, "%q is no size; write it like 25MB or 2GB", text)
}
