package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"

	"vigil/internal/vigil"
)

// mostPixels is how large a picture may be. A few bytes can stand for more than a browser can draw.
const mostPixels = 100_000_000

var errPicture = errors.New("the picture ends too early, or is not as its format says")

func pixels(width, height int) error {
	if width <= 0 || height <= 0 || width > mostPixels/height {
		return blocked{vigil.Say("is a picture of %d by %d points; at most %d million are taken in", width, height, mostPixels/1_000_000), vigil.Say("make it smaller")}
	}
	return nil
}

// jpeg copies the segments that make the picture, up to its end, and nothing else. How it is to be turned is kept; its
// colour profile is not, because a profile can say whose screen or camera it is from.
func (c *cleaner) jpeg(data []byte) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte{0xff, 0xd8, 0xff}) {
		return nil, errPicture
	}
	head, body := []byte{0xff, 0xd8}, []byte{}
	turn, sized := 0, false
	for at := 2; ; {
		marker, next, err := jpegMarker(data, at)
		if err != nil {
			return nil, err
		}
		if marker == 0xd9 { // the end; what is behind it is let go
			if next != len(data) {
				c.took(vigil.RemovedData)
			}
			break
		}
		segment, after, err := jpegSegment(data, next)
		if err != nil {
			return nil, err
		}
		switch {
		case marker == 0xe0 && bytes.HasPrefix(segment, []byte("JFIF\x00")) && len(segment) >= 14:
			if len(segment) > 14 {
				c.took(vigil.RemovedPreviews)
			}
			jfif := bytes.Clone(segment[:14])
			jfif[12], jfif[13] = 0, 0
			head = appendSegment(head, 0xe0, jfif)
		case marker == 0xee && bytes.HasPrefix(segment, []byte("Adobe")) && len(segment) >= 12: // how the colours are meant
			body = appendSegment(body, 0xee, segment[:12])
		case marker == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")):
			if t := orientation(segment[6:]); t != 0 {
				turn = t
			}
			c.took(vigil.RemovedProperties)
		case marker >= 0xe0 && marker <= 0xef, marker == 0xfe:
			c.took(vigil.RemovedProperties)
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
			if len(segment) < 6 {
				return nil, errPicture
			}
			if err := pixels(int(binary.BigEndian.Uint16(segment[3:])), int(binary.BigEndian.Uint16(segment[1:]))); err != nil {
				return nil, err
			}
			sized = true
			body = appendSegment(body, marker, segment)
		case marker == 0xda:
			body = appendSegment(body, marker, segment)
			end := scanEnd(data, after)
			body = append(body, data[after:end]...)
			after = end
		case slices.Contains([]byte{0xc4, 0xc8, 0xcc, 0xdb, 0xdc, 0xdd}, marker):
			body = appendSegment(body, marker, segment)
		default:
			return nil, errPicture
		}
		at = after
	}
	if !sized {
		return nil, errPicture
	}
	if turn > 1 {
		head = appendSegment(head, 0xe1, append([]byte("Exif\x00\x00"), turned(turn)...))
	}
	return append(append(head, body...), 0xff, 0xd9), nil
}

// jpegMarker reads the marker at a place, and what fills the room before it.
func jpegMarker(data []byte, at int) (marker byte, next int, err error) {
	if at >= len(data) || data[at] != 0xff {
		return 0, 0, errPicture
	}
	for at < len(data) && data[at] == 0xff {
		at++
	}
	if at >= len(data) {
		return 0, 0, errPicture
	}
	return data[at], at + 1, nil
}

func jpegSegment(data []byte, at int) (segment []byte, after int, err error) {
	if at+2 > len(data) {
		return nil, 0, errPicture
	}
	n := int(binary.BigEndian.Uint16(data[at:]))
	if n < 2 || at+n > len(data) {
		return nil, 0, errPicture
	}
	return data[at+2 : at+n], at + n, nil
}

func appendSegment(to []byte, marker byte, segment []byte) []byte {
	to = append(to, 0xff, marker)
	to = binary.BigEndian.AppendUint16(to, uint16(len(segment)+2)) //nolint:gosec // it came with a length of 16 bits
	return append(to, segment...)
}

// scanEnd finds the next marker that is no part of the picture's own data.
func scanEnd(data []byte, at int) int {
	for at+1 < len(data) {
		if data[at] == 0xff && data[at+1] != 0 && data[at+1] != 0xff && (data[at+1] < 0xd0 || data[at+1] > 0xd7) {
			return at
		}
		at++
	}
	return len(data)
}

// orientation finds in a block of properties how the picture is to be turned: 1 to 8, and 0 where it does not say.
func orientation(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case bytes.HasPrefix(tiff, []byte("II*\x00")):
		order = binary.LittleEndian
	case !bytes.HasPrefix(tiff, []byte("MM\x00*")):
		return 0
	}
	if len(tiff) < 8 {
		return 0
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	for i := range uint64(order.Uint16(tiff[at:])) {
		e := at + 2 + 12*i
		if e+12 > uint64(len(tiff)) {
			return 0
		}
		if order.Uint16(tiff[e:]) == 0x0112 && order.Uint16(tiff[e+2:]) == 3 {
			if t := int(order.Uint16(tiff[e+8:])); t >= 1 && t <= 8 {
				return t
			}
		}
	}
	return 0
}

// turned is a block of properties that says how the picture is to be turned, and nothing else.
func turned(t int) []byte {
	return []byte{'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(t), 0, 0, 0, 0, 0, 0} //nolint:gosec // 1 to 8
}

const pngSignature = "\x89PNG\r\n\x1a\n"

// pngChunks are those that hold nothing but the picture.
var pngChunks = []string{"IHDR", "PLTE", "IDAT", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs"}

// png copies the chunks that make the picture, up to its end, and nothing else. How it is to be turned is kept.
func (c *cleaner) png(data []byte) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte(pngSignature)) {
		return nil, errPicture
	}
	out := []byte(pngSignature)
	rest := data[len(pngSignature):]
	turn, pieces := 0, 0
	for {
		if len(rest) < 12 {
			return nil, errPicture
		}
		n := uint64(binary.BigEndian.Uint32(rest))
		if n > uint64(len(rest)-12) {
			return nil, errPicture
		}
		kind, body := string(rest[4:8]), rest[8:8+n]
		if crc32.ChecksumIEEE(rest[4:8+n]) != binary.BigEndian.Uint32(rest[8+n:]) {
			return nil, errPicture
		}
		rest = rest[12+n:]
		first := len(out) == len(pngSignature)
		switch {
		case first != (kind == "IHDR"):
			return nil, errPicture
		case kind == "IHDR":
			if n != 13 {
				return nil, errPicture
			}
			if err := pixels(int(binary.BigEndian.Uint32(body)), int(binary.BigEndian.Uint32(body[4:]))); err != nil {
				return nil, err
			}
		case kind == "IDAT":
			if pieces++; pieces == 1 && turn > 1 {
				out = appendChunk(out, "eXIf", turned(turn))
			}
		case kind == "eXIf":
			turn = orientation(body)
		}
		switch {
		case kind == "IEND":
			if len(rest) > 0 {
				c.took(vigil.RemovedData)
			}
			if pieces == 0 {
				return nil, errPicture
			}
			return appendChunk(out, "IEND", nil), nil
		case slices.Contains(pngChunks, kind):
			out = appendChunk(out, kind, body)
		case kind[0] >= 'A' && kind[0] <= 'Z': // without it the picture is not what it should be
			return nil, errPicture
		default:
			c.took(vigil.RemovedProperties)
		}
	}
}

func appendChunk(to []byte, kind string, body []byte) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(len(body))) //nolint:gosec // it came with a length of 32 bits
	at := len(to)
	to = append(append(to, kind...), body...)
	return binary.BigEndian.AppendUint32(to, crc32.ChecksumIEEE(to[at:]))
}
