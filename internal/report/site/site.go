// Package site writes a published benchmark as a folder of static pages with its open data: no server, no script, nothing
// asked of anybody else. It is made from a vigil.PublicBenchmark alone, the same value gives the same bytes, and nothing is
// written to disk: the caller gets every file by its path and looks at all of them before any leaves the house.
package site

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"regexp"
	"strconv"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// Site writes benchmarks with one set of templates and styles.
type Site struct {
	pages *template.Template
	style []byte
	icon  []byte
}

// Extras are files of a site that others make. What is missing is not linked.
type Extras struct {
	Workbook []byte            // the open data as xlsx
	Receipts map[string][]byte // signed receipts by code of the company
	Key      []byte            // the public key of the receipts
	Earlier  map[string][]byte // public keys that signed earlier editions, by file name
}

// The places of files in the folder.
const (
	indexFile       = "index.html"
	pillarsFile     = "pillars.html"
	provisionsFile  = "provisions.html"
	methodFile      = "method.html"
	dataFile        = "data.html"
	correctionsFile = "corrections.html"
	styleFile       = "style.css"
	iconFile        = "icon.svg"
	WorkbookFile    = "data/benchmark.xlsx"
	KeyFile         = "receipts/publisher.pub"
	earlierFolder   = "receipts/earlier/"
)

func companyFile(code string) string   { return "companies/" + Name(code) + ".html" }
func scorecardFile(code string) string { return "scorecards/" + Name(code) + ".svg" }

// ReceiptFile is where the receipt of a company stands.
func ReceiptFile(code string) string { return "receipts/" + Name(code) + ".json" }

// templateFiles are the templates of a site; the names say which page each is.
var templateFiles = []string{"site/base.html", "site/index.html", "site/pillars.html", "site/provisions.html", "site/company.html", "site/method.html", "site/data.html", "site/corrections.html", "site/scorecard.svg"}

// New reads the templates and styles of the site (site/*.html, site/*.svg, tokens.css, site/site.css and the fonts that they
// name) once.
func New(files fs.FS) (*Site, error) {
	style, err := report.Styles(files, "tokens.css", "site/site.css")
	if err != nil {
		return nil, err
	}
	icon, err := fs.ReadFile(files, "site/icon.svg")
	if err != nil {
		return nil, vigil.Problems{{Place: vigil.Place{File: "site/icon.svg"}, What: vigil.Say("the icon of the site cannot be read"), Do: vigil.Say("check the file")}}
	}
	pages, err := template.New("site").Funcs(funcs).ParseFS(files, templateFiles...)
	if err != nil {
		return nil, templateProblem(err)
	}
	return &Site{pages: pages, style: []byte(style), icon: icon}, nil
}

// Files writes the site: its files by path, with / between folders.
func (s *Site) Files(b vigil.PublicBenchmark, x Extras) (map[string][]byte, error) {
	w := &writer{Site: s, b: cleaned(b), x: x, files: map[string][]byte{styleFile: s.style, iconFile: s.icon}, companies: map[string]*vigil.PublicCompany{}}
	for i := range w.b.Companies {
		c := &w.b.Companies[i]
		if w.companies[c.Code] != nil {
			return nil, fmt.Errorf("two companies of the benchmark have the code %q", c.Code)
		}
		w.companies[c.Code] = c
	}
	w.extras()
	if err := w.data(); err != nil {
		return nil, err
	}
	for _, write := range []func() error{w.index, w.pillars, w.provisions, w.method, w.openData, w.corrections} {
		if err := write(); err != nil {
			return nil, err
		}
	}
	for i := range w.b.Companies {
		if err := w.company(i); err != nil {
			return nil, err
		}
	}
	return w.files, nil
}

// writer writes one benchmark.
type writer struct {
	*Site
	b         vigil.PublicBenchmark
	x         Extras
	files     map[string][]byte
	companies map[string]*vigil.PublicCompany
}

// extras puts the files of others in their places.
func (w *writer) extras() {
	if w.x.Workbook != nil {
		w.files[WorkbookFile] = w.x.Workbook
	}
	if w.x.Key != nil {
		w.files[KeyFile] = w.x.Key
	}
	for name, key := range w.x.Earlier {
		w.files[earlierFolder+name] = key
	}
	for _, c := range w.b.Companies {
		if receipt := w.x.Receipts[c.Code]; receipt != nil {
			w.files[ReceiptFile(c.Code)] = receipt
		}
	}
}

// frame is what every page has around it.
type frame struct {
	B     *vigil.PublicBenchmark
	Title string
	Root  string // the way from the page to the folder of the site: empty, or ../
	Nav   []navItem
}

type navItem struct {
	Title, Href string
	Here        bool
}

func (w *writer) frame(title, root, here string) frame {
	f := frame{B: &w.b, Title: title, Root: root}
	for _, n := range []navItem{{Title: "League table", Href: indexFile}, {Title: "Pillars", Href: pillarsFile}, {Title: "Promises", Href: provisionsFile},
		{Title: "Method", Href: methodFile}, {Title: "Open data", Href: dataFile}, {Title: "Corrections", Href: correctionsFile}} {
		n.Here = n.Href == here
		if n.Href == indexFile && !w.b.Ranked {
			n.Title = "Bands"
		}
		f.Nav = append(f.Nav, n)
	}
	return f
}

// page writes one page by its template.
func (w *writer) page(path, name string, data any) error {
	var out bytes.Buffer
	if err := w.pages.ExecuteTemplate(&out, name, data); err != nil {
		return templateProblem(err)
	}
	w.files[path] = out.Bytes()
	return nil
}

// templatePlace is how html/template begins its messages.
var templatePlace = regexp.MustCompile(`(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: ?(.*)`)

// templateProblem words what html/template says about a template of the site.
func templateProblem(err error) error {
	var ps vigil.Problems
	if errors.As(err, &ps) {
		return err
	}
	p := vigil.Problem{Place: vigil.Place{File: "site"}, What: vigil.Say("the templates of the site cannot be used: %v", err), Do: vigil.Say("compare them with reports/site")}
	if m := templatePlace.FindStringSubmatch(err.Error()); m != nil {
		p.Place.File, p.What, p.Do = "site/"+m[1], vigil.Say("the template cannot be used: %s", m[4]), vigil.Say("compare the line with reports/site/%s", m[1])
		p.Place.Line, _ = strconv.Atoi(m[2])
		p.Place.Column, _ = strconv.Atoi(m[3])
	}
	return vigil.Problems{p}
}
