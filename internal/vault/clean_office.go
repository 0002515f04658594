package vault

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"vigil/internal/vigil"
)

// Limits on what a document, a workbook or a presentation unpacks to.
const (
	mostParts   = 5000
	largestPart = 128 * vigil.MB
	largestAll  = 256 * vigil.MB
)

// mainParts are the types that the first part of an office file has.
var mainParts = map[string]string{
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml":   vigil.TypeDOCX,
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml":         vigil.TypeXLSX,
	"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": vigil.TypePPTX,
	"application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml":    vigil.TypePPTX,
}

// office is a document, a workbook or a presentation that is being cleaned.
type office struct {
	c     *cleaner
	parts map[string][]byte // by name
	order []string
	out   map[string]bool // parts that are left out, by name in small letters
}

// office packs a document, workbook or presentation anew from the parts that its pages need.
func (c *cleaner) office(kind string, data []byte) ([]byte, error) {
	o := &office{c: c, parts: map[string][]byte{}, out: map[string]bool{}}
	if err := o.unpack(data); err != nil {
		return nil, err
	}
	if err := o.prove(kind); err != nil {
		return nil, err
	}
	if err := o.choose(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range o.order {
		if o.out[strings.ToLower(name)] || strings.HasSuffix(name, "/") {
			continue
		}
		part, err := o.part(name)
		if err != nil {
			return nil, err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, ModifiedDate: firstDay}) //nolint:staticcheck // Modified would add a part of its own
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(part); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (o *office) unpack(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("it is no whole archive")
	}
	if len(z.File) > mostParts {
		return blocked{vigil.Say("has %d parts; at most %d are looked into", len(z.File), mostParts), vigil.Say("split it")}
	}
	total, seen := vigil.Bytes(0), map[string]bool{}
	for _, f := range z.File {
		lower := strings.ToLower(f.Name)
		if seen[lower] || !plainName(f.Name) {
			return fmt.Errorf("it has parts with the same name, or with a name that no part has")
		}
		seen[lower] = true
		part, err := unpackPart(f)
		if err != nil {
			return err
		}
		if total += vigil.Bytes(len(part)); total > largestAll {
			return blocked{vigil.Say("unpacks to more than %s", largestAll), vigil.Say("split it, or print it to PDF")}
		}
		o.parts[f.Name] = part
		if f.Name == contentTypes {
			o.order = append([]string{f.Name}, o.order...)
		} else {
			o.order = append(o.order, f.Name)
		}
	}
	return nil
}

// firstDay is the first that an archive can name: 1 January 1980.
const firstDay = 1<<5 | 1

const contentTypes = "[Content_Types].xml"

func plainName(name string) bool {
	return name != "" && !strings.ContainsAny(name, "\\\x00:") && !strings.HasPrefix(name, "/") && path.Clean("/"+name) == "/"+strings.TrimSuffix(name, "/")
}

func unpackPart(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("a part of it cannot be unpacked")
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, int64(largestPart)+1))
	if err != nil {
		return nil, fmt.Errorf("a part of it cannot be unpacked")
	}
	if len(b) > int(largestPart) {
		return nil, blocked{vigil.Say("has a part that unpacks to more than %s", largestPart), vigil.Say("split it, or print it to PDF")}
	}
	return b, nil
}

// prove holds what the file says of its first part against what it was taken for.
func (o *office) prove(kind string) error {
	found := ""
	_, err := filter(o.parts[contentTypes], func(e *element) action {
		if t := e.attr("ContentType"); mainParts[t] != "" {
			found = mainParts[t]
		} else if strings.Contains(strings.ToLower(t), "macroenabled") {
			found = "macros"
		}
		return keep
	})
	switch {
	case err != nil:
		return err
	case found == "macros":
		return blocked{vigil.Say("holds macros"), vigil.Say("save it without them, or print it to PDF")}
	case found == "":
		return blocked{vigil.Say("is named like a document, workbook or presentation, but is none"), vigil.Say("check that it is the right file, and save it again")}
	case found != kind:
		return blocked{vigil.Say("is named like %s, but what is in it is %s", inWords(kind), inWords(found)), vigil.Say("check that it is the right file, and give it the right ending")}
	}
	return nil
}

// part gives a part as it is to be packed.
func (o *office) part(name string) ([]byte, error) {
	data, lower := o.parts[name], strings.ToLower(name)
	var out []byte
	var err error
	_, isRels := relsOf(lower)
	switch ext := path.Ext(lower); {
	case name == contentTypes:
		out, err = filter(data, func(e *element) action {
			if e.local == "Override" && o.out[strings.ToLower(strings.TrimPrefix(e.attr("PartName"), "/"))] {
				return drop
			}
			return keep
		})
	case isRels:
		out, err = o.relations(name, data)
	case ext == ".png" || ext == ".jpg" || ext == ".jpeg" || ext == ".gif":
		out, err = o.picture(data)
	case ext == ".svg":
		out, err = filter(data, o.svg)
	case ext == ".xml" || ext == ".vml":
		out, err = filter(data, o.rules(lower))
	default: // letters of a font
		out = data
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path.Base(name), err)
	}
	return out, nil
}

func (o *office) picture(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte(pngSignature)):
		return o.c.png(data)
	case bytes.HasPrefix(data, []byte("GIF8")):
		return o.c.gif(data)
	}
	return o.c.jpeg(data)
}
