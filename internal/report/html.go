package report

import (
	"encoding/base64"
	"html/template"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"vigil/internal/vigil"
)

// NewHTML reads the template and the styles (report.html, tokens.css, report.css and the fonts that they
// name) once and gives the format. A written page is one file: no script, no request to anywhere, light and
// dark, for screen, telephone and paper.
func NewHTML(files fs.FS) (Format, error) {
	style, err := styles(files, "tokens.css", "report.css")
	if err != nil {
		return Format{}, err
	}
	page, err := template.New(pageFile).Funcs(htmlFuncs(style)).ParseFS(files, pageFile)
	if err != nil {
		return Format{}, templateProblem(err)
	}
	return Format{Name: "html", Extension: ".html", Write: func(w io.Writer, r vigil.Report) error {
		return page.Execute(w, bidi(r))
	}}, nil
}

// fontURL is how a style names a file of its own folder.
var fontURL = regexp.MustCompile(`url\((fonts/[A-Za-z0-9._-]+\.woff2)\)`)

// styles joins style sheets and puts the fonts that they name into them.
func styles(files fs.FS, names ...string) (template.CSS, error) {
	var all strings.Builder
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return "", vigil.Problems{{Place: vigil.Place{File: name}, What: vigil.Say("this style of the reports cannot be read (%s)", reason(err)), Do: vigil.Say("check the file")}}
		}
		var missing error
		all.WriteString(fontURL.ReplaceAllStringFunc(string(text), func(url string) string {
			file := fontURL.FindStringSubmatch(url)[1]
			data, err := fs.ReadFile(files, path.Clean(file))
			if err != nil {
				missing = vigil.Problems{{Place: vigil.Place{File: name}, What: vigil.Say("the font %s cannot be read (%s)", file, reason(err)), Do: vigil.Say("put it there, or take its @font-face out")}}
				return url
			}
			return "url(data:font/woff2;base64," + base64.StdEncoding.EncodeToString(data) + ")"
		}))
		if missing != nil {
			return "", missing
		}
	}
	return template.CSS(all.String()), nil
}
