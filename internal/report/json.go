package report

import (
	"encoding/json"
	"io"

	"vigil/internal/vigil"
)

// JSON is the report itself, indented, in UTF-8; the same report gives the same bytes.
func JSON() Format {
	return Format{Name: "json", Extension: ".json", Write: func(w io.Writer, r vigil.Report) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}}
}
