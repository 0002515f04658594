package publish

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"vigil/internal/vigil"
)

func (f *file) plain() {
	if !utf8.Valid(f.data) || bytes.IndexByte(f.data, 0) >= 0 {
		f.add("", "is no text", "write it as UTF-8")
	}
	for i, line := range strings.Split(string(f.data), "\n") {
		f.words(fmt.Sprintf("line %d", i+1), line)
	}
	f.texts = append(f.texts, string(f.data))
}

// csv checks every cell, and that no spreadsheet program runs one.
func (f *file) csv() {
	if !utf8.Valid(f.data) {
		f.add("", "is no text", "write it as UTF-8")
		return
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(f.data, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord = -1
	for line := 1; ; line++ {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			f.add(fmt.Sprintf("line %d", line), "is damaged", "write the file again")
			return
		}
		for i, c := range cells {
			at := fmt.Sprintf("line %d, column %d", line, i+1)
			if vigil.GuardText(vigil.UnguardText(c)) != c && vigil.GuardText(c) != c {
				f.add(at, "would run as a formula when the file is opened", "write a leading apostrophe before it")
			}
			f.cell(at, c)
		}
		f.texts = append(f.texts, strings.Join(cells, ""))
	}
}

// cell checks a number or a text.
func (f *file) cell(at, c string) {
	if _, err := strconv.ParseFloat(c, 64); err == nil {
		f.number(at, c)
		return
	}
	f.words(at, c)
}

// json checks every text and name, with its path.
func (f *file) json() {
	d := json.NewDecoder(bytes.NewReader(f.data))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		f.add("", "is damaged", "write it again")
		return
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		f.add("", "goes on behind its end", "write it again")
	}
	f.tree("", tree)
}

func (f *file) tree(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, below := range v {
			f.words(path+"."+name, name)
			f.tree(strings.TrimPrefix(path+"."+name, "."), below)
		}
	case []any:
		for i, below := range v {
			f.tree(fmt.Sprintf("%s[%d]", path, i), below)
		}
	case json.Number:
		f.number(path, v.String())
	case string:
		f.words(path, v)
	}
}
