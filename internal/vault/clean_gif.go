package vault

import (
	"bytes"

	"vigil/internal/vigil"
)

// gif copies the pictures of a GIF, and how they follow one another.
func (c *cleaner) gif(data []byte) ([]byte, error) {
	if len(data) < 13 {
		return nil, errPicture
	}
	colours := func(flags byte) int {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	at := 13 + colours(data[10])
	blocks := func(from int) int { // the end of a chain of blocks, or -1
		for from < len(data) {
			n := int(data[from])
			from += 1 + n
			if n == 0 {
				return from
			}
		}
		return -1
	}
	if at > len(data) {
		return nil, errPicture
	}
	out := bytes.Clone(data[:at])
	for at+1 < len(data) {
		end, kept := -1, true
		switch {
		case data[at] == 0x3b:
			return append(out, 0x3b), nil
		case data[at] == 0x21:
			end = blocks(at + 2)
			kept = data[at+1] == 0xf9 || data[at+1] == 0xff && bytes.HasPrefix(data[at+2:], []byte("\x0bNETSCAPE2.0"))
		case data[at] == 0x2c && at+10 < len(data):
			end = blocks(at + 10 + colours(data[at+9]) + 1)
		}
		if end < 0 {
			return nil, errPicture
		}
		if kept {
			out = append(out, data[at:end]...)
		} else {
			c.took(vigil.RemovedProperties)
		}
		at = end
	}
	if at < len(data) && data[at] == 0x3b {
		return append(out, 0x3b), nil
	}
	return nil, errPicture
}
