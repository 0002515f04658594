package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"html"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigil/internal/golden"
	"vigil/internal/report"
	"vigil/internal/report/docxtest"
	"vigil/internal/vigil"
)

// fonts would make every golden page 110 kB; what they are is proven by the style itself.
var fonts = regexp.MustCompile(`(?s)<style>.*?</style>`)

func write(t *testing.T, f report.Format, r vigil.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What the demo tells is held in reports/samples, by the test of the demo. Here stands what it cannot tell: units,
// approved withholding, a cap on two grounds, allegations of two kinds, figures that differ from the published ones, three
// coders.
var goldens = map[string]bool{"rated": true, "reproduction": true, "crosswalk": true, "agreement": true, "portfolio": true}

func TestGolden(t *testing.T) {
	for name, r := range cases() {
		for _, f := range written(t) {
			text := fonts.ReplaceAllString(write(t, f, r), "<style></style>")
			if f.Name == "docx" {
				text = docxtest.Text(t, []byte(text))
				f.Extension += ".txt"
			}
			if goldens[name] {
				golden.Equal(t, "testdata/"+name+f.Extension, []byte(text))
			}
			if words := regexp.MustCompile(`(?i)breach|violat`).FindAllString(text, -1); len(words) > 0 {
				t.Errorf("%s%s speaks of %q; an expectation is met or not met", name, f.Extension, words)
			}
		}
	}
}

func TestEveryTextOfAReportIsInEveryFormat(t *testing.T) {
	for name, r := range cases() {
		raw, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		want := leaves(v, "")
		if len(want) < 20 {
			t.Fatalf("%s says only %d things", name, len(want))
		}
		for _, f := range written(t) {
			got := plainText(t, f, write(t, f, r))
			for _, w := range want {
				if !strings.Contains(got, w) && (f.Name != "docx" || !says(got, w)) {
					t.Errorf("%s%s does not say %q", name, f.Extension, w)
				}
			}
		}
	}
}

// leaves are the texts of a report that people read; ids, kinds and numbers behind cells are left aside.
func leaves(v any, key string) []string {
	switch x := v.(type) {
	case map[string]any:
		var all []string
		for k, e := range x {
			all = append(all, leaves(e, k)...)
		}
		return all
	case []any:
		var all []string
		for _, e := range x {
			all = append(all, leaves(e, key)...)
		}
		return all
	case string:
		if key == "id" || key == "kind" || key == "tone" || key == "language" || x == "" {
			return nil
		}
		return []string{x}
	}
	return nil
}

// says looks for a text as a document prints it: a date in words, and what begins a line with a capital.
func says(document, text string) bool {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return strings.Contains(document, day.Format("2 Jan 2006")) || strings.Contains(document, day.Format("2 January 2006"))
	}
	return strings.Contains(document, strings.ToUpper(text[:1])+text[1:])
}

func plainText(t *testing.T, f report.Format, s string) string {
	t.Helper()
	switch f.Name {
	case "docx":
		return strings.ReplaceAll(docxtest.Text(t, []byte(s)), `\n`, "\n")
	case "json":
		return strings.NewReplacer(`\n`, "\n", `\"`, `"`).Replace(s)
	case "csv":
		c := csv.NewReader(strings.NewReader(s))
		c.FieldsPerRecord = -1
		rows, err := c.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, row := range rows {
			for _, cell := range row {
				b.WriteString(vigil.UnguardText(cell) + "\n")
			}
		}
		return b.String()
	}
	return html.UnescapeString(s)
}

func TestPointsAddUpToOneHundred(t *testing.T) {
	in := rated()
	sum := in.Scorecard.Raw.Value
	for _, g := range in.Gaps.Gaps {
		sum += g.Closure
	}
	for _, o := range in.Gaps.Open {
		sum += o.Points
	}
	if math.Abs(sum-100) > 1e-9 {
		t.Fatalf("the fixture adds up to %v", sum)
	}
	for _, s := range report.Gap(in).Sections {
		for _, b := range s.Blocks {
			if b.Table != nil && b.Table.ID == "sums" {
				last := b.Table.Rows[len(b.Table.Rows)-1]
				if last[0].Text != "Total" || last[1].Text != "100.00" {
					t.Errorf("the sum is printed as %v", last)
				}
				return
			}
		}
	}
	t.Error("the report does not show how the points add up")
}

func TestHostileTextStaysText(t *testing.T) {
	in := rated()
	in.Organisation.Name = `<script>alert(1)</script>`
	in.Scorecard.Caps[0].Reply = `"><img src=x onerror=alert(1)>`
	in.Gaps.Gaps[0].Title = en(`=HYPERLINK("http://example.org")`)
	in.Gaps.Gaps[0].Owner = en(`@SUM(A1)`)
	in.Methodology.Notices["draft"] = en(`"; } </style><script>alert(2)</script>`)
	r := report.Gap(in)
	for _, f := range written(t) {
		text := write(t, f, r)
		if f.Name == "html" && (strings.Contains(text, "<script") || strings.Contains(text, "<img")) {
			t.Error("html runs what somebody typed")
		}
		if f.Name == "csv" && regexp.MustCompile(`(?m)(^|,)"?[=@]`).MatchString(text) {
			t.Error("a cell of the csv file starts a formula")
		}
	}
}

func TestPageAsksNobodyAndIdsAreUnique(t *testing.T) {
	for name, r := range cases() {
		page := write(t, formats(t)[0], r)
		if m := regexp.MustCompile(`(?i)(src|href)="?(https?:|//)|@import|url\((https?:|//|fonts)|<script`).FindString(page); m != "" {
			t.Errorf("%s asks for %s", name, m)
		}
		if !strings.Contains(page, "url(data:font/woff2;base64,") {
			t.Errorf("%s has no font", name)
		}
		if strings.Contains(page, "ZgotmplZ") {
			t.Errorf("%s: the template refused a text; see where it stands in the style or in an address", name)
		}
		seen := map[string]bool{}
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if seen[m[1]] {
				t.Errorf("%s has the id %s twice", name, m[1])
			}
			seen[m[1]] = true
		}
		for _, tag := range []string{"section", "table", "tr", "td", "th", "div", "dl", "figure", "article", "ul", "li", "span"} {
			open := len(regexp.MustCompile(`<`+tag+`[ >]`).FindAllString(page, -1))
			if shut := strings.Count(page, "</"+tag+">"); open != shut {
				t.Errorf("%s opens %s %d times and closes it %d times", name, tag, open, shut)
			}
		}
	}
}
