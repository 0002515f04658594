package vault

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// action is what becomes of an element.
type action int

const (
	keep   action = iota
	drop          // with all that is in it
	unwrap        // what is in it stays
)

// element is the start of an element that is being looked at.
type element struct {
	prefix, local, parent string
	attrs                 []xml.Attr // with their prefixes
	changed               bool
}

func (e *element) attr(local string) string {
	for _, a := range e.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

func (e *element) set(local, value string) {
	for i := range e.attrs {
		if e.attrs[i].Name.Local == local {
			e.attrs[i].Value, e.changed = value, true
		}
	}
}

func (e *element) without(gone func(prefix, local string) bool) {
	kept := slices.DeleteFunc(slices.Clone(e.attrs), func(a xml.Attr) bool { return gone(a.Name.Space, a.Name.Local) })
	if len(kept) < len(e.attrs) {
		e.attrs, e.changed = kept, true
	}
}

// filter copies a part letter by letter but for the elements of which decide says otherwise. Notes and instructions between
// the elements are left out; a part that defines entities, or is not well formed, is refused.
func filter(data []byte, decide func(*element) action) ([]byte, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	var out bytes.Buffer
	type open struct {
		name   string
		action action
	}
	var stack []open
	dropped := 0 // depth in elements that are left out
	for {
		from := d.InputOffset()
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) && len(stack) == 0 {
			return out.Bytes(), nil
		} else if err != nil {
			return nil, fmt.Errorf("a part of it is no whole xml")
		}
		raw := data[from:d.InputOffset()]
		switch t := t.(type) {
		case xml.StartElement:
			e := &element{prefix: t.Name.Space, local: t.Name.Local, attrs: t.Attr}
			if len(stack) > 0 {
				_, e.parent, _ = strings.Cut(stack[len(stack)-1].name, ":")
			}
			a := keep
			if dropped == 0 {
				a = decide(e)
			}
			if a == drop || dropped > 0 {
				dropped++
			}
			stack = append(stack, open{t.Name.Space + ":" + t.Name.Local, a})
			if dropped == 0 && a == keep {
				e.write(&out, raw)
			}
		case xml.EndElement:
			if len(stack) == 0 || stack[len(stack)-1].name != t.Name.Space+":"+t.Name.Local {
				return nil, fmt.Errorf("a part of it is no whole xml")
			}
			last := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			switch {
			case dropped > 0:
				dropped--
			case last.action == keep:
				out.Write(raw)
			}
		case xml.CharData:
			if dropped == 0 {
				out.Write(raw)
			}
		case xml.ProcInst:
			if t.Target == "xml" && out.Len() == 0 {
				out.Write(raw)
			}
		case xml.Directive:
			return nil, fmt.Errorf("a part of it defines words of its own")
		}
	}
}

// write writes the start of an element, as it was where nothing changed.
func (e *element) write(out *bytes.Buffer, raw []byte) {
	if !e.changed {
		out.Write(raw)
		return
	}
	name := func(prefix, local string) string {
		if prefix != "" {
			return prefix + ":" + local
		}
		return local
	}
	out.WriteString("<" + name(e.prefix, e.local))
	for _, a := range e.attrs {
		out.WriteString(" " + name(a.Name.Space, a.Name.Local) + `="`)
		_ = xml.EscapeText(out, []byte(a.Value)) // a buffer takes everything
		out.WriteByte('"')
	}
	if bytes.HasSuffix(raw, []byte("/>")) {
		out.WriteByte('/')
	}
	out.WriteByte('>')
}
