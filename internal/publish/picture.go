package publish

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

// picture is a picture by itself, or a part of a workbook.
type picture struct {
	f    *file
	part string
}

func (f *file) png()  { (&picture{f, ""}).png(f.data) }
func (f *file) jpeg() { (&picture{f, ""}).jpeg(f.data) }

const redraw = "save the picture again without its metadata"

// chunks are those of a PNG that hold nothing but the picture.
var chunks = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs"}

// png walks the chunks to the end: nothing besides the picture, and nothing behind it.
func (p *picture) png(data []byte) {
	const signature = "\x89PNG\r\n\x1a\n"
	if !bytes.HasPrefix(data, []byte(signature)) {
		p.f.add(p.part, "is not what the ending of its name says", "write it again under the right name")
		return
	}
	rest := data[len(signature):]
	for len(rest) >= 12 {
		n := int(binary.BigEndian.Uint32(rest))
		kind := string(rest[4:8])
		if n < 0 || n > len(rest)-12 {
			break
		}
		if !slices.Contains(chunks, kind) {
			p.f.add(p.part, "holds metadata ("+strings.ToValidUTF8(kind, "?")+")", redraw)
			p.f.texts = append(p.f.texts, string(rest[8:8+n]))
		}
		rest = rest[12+n:]
		if kind == "IEND" {
			if len(rest) > 0 {
				p.f.add(p.part, "holds something behind the picture", redraw)
			}
			return
		}
	}
	p.f.add(p.part, "is damaged", "write it again")
}

// jpeg walks the segments: the picture, its colours, and nothing besides.
func (p *picture) jpeg(data []byte) {
	if !bytes.HasPrefix(data, []byte{0xff, 0xd8, 0xff}) {
		p.f.add(p.part, "is not what the ending of its name says", "write it again under the right name")
		return
	}
	at := 2
	for at+4 <= len(data) && data[at] == 0xff {
		marker := data[at+1]
		n := int(binary.BigEndian.Uint16(data[at+2:]))
		if n < 2 || at+2+n > len(data) {
			break
		}
		body := data[at+4 : at+2+n]
		switch {
		case marker == 0xda: // the picture itself, to its end
			end := bytes.LastIndex(data, []byte{0xff, 0xd9})
			if end < 0 {
				p.f.add(p.part, "is damaged", "write it again")
			} else if end+2 < len(data) {
				p.f.add(p.part, "holds something behind the picture", redraw)
			}
			return
		case marker == 0xe0 && bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) == 14, marker == 0xee && bytes.HasPrefix(body, []byte("Adobe")) && len(body) == 12:
		case marker == 0xe2 && bytes.HasPrefix(body, []byte("ICC_PROFILE\x00")):
		case marker >= 0xe0 && marker <= 0xef, marker == 0xfe:
			p.f.add(p.part, "holds metadata, such as where and when it was taken", redraw)
			p.f.texts = append(p.f.texts, string(body))
		}
		at += 2 + n
	}
	p.f.add(p.part, "is damaged", "write it again")
}
