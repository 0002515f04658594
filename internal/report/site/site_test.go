package site_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/golden"
	"vigil/internal/report/site"
	"vigil/internal/vigil"
)

// The golden site leaves out what would only repeat: the style with its fonts, and companies like those kept.
func TestGoldenSite(t *testing.T) {
	made := files(t, small())
	for _, name := range slices.Sorted(maps.Keys(made)) {
		switch {
		case name == "style.css", name == "icon.svg", name == site.WorkbookFile, strings.HasPrefix(name, "receipts/"):
		case (strings.HasPrefix(name, "companies/") || strings.HasPrefix(name, "scorecards/")) && !strings.Contains(name, "notional-gold") && !strings.Contains(name, "sample-palm"):
		default:
			golden.Equal(t, path.Join("testdata/site", name), made[name])
		}
	}
}

func TestEveryFileOfTheFolderIsSound(t *testing.T) {
	made := files(t, small())
	checkFolder(t, made)
	for _, name := range []string{"index.html", "pillars.html", "provisions.html", "method.html", "data.html", "corrections.html", "style.css", "companies/notional-gold.html", "scorecards/notional-gold.svg",
		"receipts/notional-gold.json", "receipts/publisher.pub", "data/benchmark.json", "data/benchmark.xlsx", "data/companies.csv", "data/dictionary.csv"} {
		if made[name] == nil {
			t.Errorf("%s is missing", name)
		}
	}
	again := files(t, small())
	if len(again) != len(made) {
		t.Errorf("%d files, then %d", len(made), len(again))
	}
	for name, text := range made {
		if !bytes.Equal(text, again[name]) {
			t.Errorf("%s is not the same twice", name)
		}
	}
}

// What a page must say, whatever it looks like.
func TestAScorecardSaysTheCapFirstAndTheReplyVerbatim(t *testing.T) {
	made := files(t, small())
	page := string(made["companies/notional-gold.html"])
	order := []string{"<main", "CAP-1: SLAPP or detention", "We regard the action as justified.\nWe will answer in court.", "CAP-10", "39.9 out of 100, weak", "Rank", "7 of 9", "Coverage", "Confidence",
		"We thank Example Watch for the draft.\n\nThe policy on page 4", "What would change this", "CAP-1 holds the score at 39.9, below band C", "Gaps in short", "BE.a.1", "https://notional-gold.example/policy-1.pdf", `href="../receipts/notional-gold.json"`, "&lt;img src=&#34;scorecards/notional-gold.svg&#34;"}
	at := 0
	for _, part := range order {
		i := strings.Index(page[at:], part)
		if i < 0 {
			t.Fatalf("%q does not come after what stands before it", part)
		}
		at += i
	}
	silent := string(made["companies/mock-timber.html"])
	if !strings.Contains(silent, "The company did not reply.") || !strings.Contains(silent, "was sent to it on <time datetime=\"2026-11-02\">2 November 2026") {
		t.Error("a company that did not reply is not said to have kept silent")
	}
	if strings.Contains(string(made["companies/sample-palm.html"]), "receipts/") {
		t.Error("a receipt that does not exist is linked")
	}
	for name, text := range made {
		if path.Ext(name) == ".html" || strings.HasPrefix(name, "scorecards/") {
			for _, part := range []string{"Draft method", "Fictional companies", "declaration-25@0.1.0"} {
				if !strings.Contains(strings.ToLower(string(text)), strings.ToLower(part)) {
					t.Errorf("%s does not say %q", name, part)
				}
			}
		}
	}
}

func TestUnderEightCompaniesThereAreBandsAndNoRanks(t *testing.T) {
	made := files(t, few())
	checkFolder(t, made)
	for name, text := range made {
		if path.Ext(name) == ".html" || path.Ext(name) == ".svg" {
			for _, no := range []string{"Rank in", "Rank 1", "not distinguishable from", "<svg class=\"whisker\""} {
				if strings.Contains(string(text), no) {
					t.Errorf("%s says %q", name, no)
				}
			}
		}
	}
	index := string(made["index.html"])
	for _, part := range []string{"There are no ranks.", few().Unranked, "Band B Established", "Companies by band"} {
		if !strings.Contains(index, part) {
			t.Errorf("the index does not say %q", part)
		}
	}
	for i, row := range rows(t, made["data/companies.csv"]) {
		if i > 0 && strings.Join(row[3:9], "") != "" {
			t.Errorf("the open data ranks %v", row[:9])
		}
	}
}

func TestCompaniesThatStandAloneShareAHead(t *testing.T) {
	b := small()
	b.Groups = nil
	for i := range b.Companies {
		n := i + 1
		if i >= 7 {
			n = 8
		}
		b.Companies[i].Place.Group = n
		if i < 8 {
			b.Groups = append(b.Groups, vigil.PublicGroup{Number: n})
		}
		last := &b.Groups[len(b.Groups)-1]
		last.Companies = append(last.Companies, b.Companies[i].Code)
	}
	index := string(files(t, b)["index.html"])
	for part, times := range map[string]int{"Groups 1 to 7</span>": 1, "each company can be told apart from everybody else": 1, "Group 8</span>": 1, "2 companies that are not distinguishable": 1, `<tr role="row" class="part">`: 2, `class="n rank"`: 9} {
		if got := strings.Count(index, part); got != times {
			t.Errorf("%q stands %d times in the index, not %d", part, got, times)
		}
	}
}

// few is seven companies, too few for ranks.
func few() vigil.PublicBenchmark {
	b := small()
	b.Ranked, b.Unranked, b.Groups, b.Uncertainty, b.Tests, b.Laggards = false, "7 companies are compared; below 8 a rank says more than the figures can bear.", nil, nil, nil, nil
	b.Companies = b.Companies[:7]
	for i := range b.Companies {
		b.Companies[i].Place, b.Companies[i].NextRank = nil, nil
	}
	b.Agreement, b.LeftOut, b.Corrections = nil, nil, nil
	return b
}

func TestAnEmptyBenchmarkHasPagesThatSaySo(t *testing.T) {
	b := few()
	b.Companies, b.Provisions, b.Spreads, b.CapRules, b.Items = nil, nil, nil, nil, nil
	made, err := writer(t).Files(b, site.Extras{})
	if err != nil {
		t.Fatal(err)
	}
	checkFolder(t, made)
	if !strings.Contains(string(made["index.html"]), "No company can be compared.") {
		t.Error("the index does not say that nobody is compared")
	}
}

func TestTwoCompaniesOfOneCodeAreRefused(t *testing.T) {
	b := small()
	b.Companies[1].Code = b.Companies[0].Code
	if _, err := writer(t).Files(b, site.Extras{}); err == nil || !strings.Contains(err.Error(), "example-copper") {
		t.Errorf("got %v", err)
	}
}

func rows(t *testing.T, text []byte) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The three forms of the open data hold the same, and the dictionary has every column.
func TestOpenDataIsTheSameInEveryForm(t *testing.T) {
	b := small()
	made := files(t, b)
	var back vigil.PublicBenchmark
	if err := json.Unmarshal(made["data/benchmark.json"], &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(b, back); d != "" {
		t.Errorf("json: %s", d)
	}
	r, meant := site.OpenData(b), map[string]bool{}
	for _, row := range rows(t, made["data/dictionary.csv"])[1:] {
		if row[3] == "" {
			t.Errorf("%s of %s means nothing", row[1], row[0])
		}
		meant[row[0]+"."+row[1]] = true
	}
	for _, s := range r.Sections {
		table := s.Blocks[1].Table
		got := rows(t, made["data/"+s.ID+".csv"])
		if len(got) != len(table.Rows)+1 {
			t.Fatalf("%s: %d rows as csv, %d in the workbook", s.ID, len(got)-1, len(table.Rows))
		}
		for i, column := range table.Columns {
			if column.ID != got[0][i] || s.ID != "dictionary" && !meant[s.ID+"."+column.ID] {
				t.Errorf("%s: column %q, as csv %q, in the dictionary %v", s.ID, column.ID, got[0][i], meant[s.ID+"."+column.ID])
			}
		}
		for i, row := range table.Rows {
			for j, cell := range row {
				if vigil.UnguardText(got[i+1][j]) != cell.Text {
					t.Errorf("%s, row %d: %q as csv, %q in the workbook", s.ID, i+1, got[i+1][j], cell.Text)
				}
			}
		}
	}
	if got := rows(t, made["data/companies.csv"])[7]; strings.Join(got[:12], "|") != "notional-gold|Notional Gold|GB|7|no|7|7|7|2|39.9|39.9|D" {
		t.Errorf("the row of a company: %v", got[:12])
	}
}

func TestNamesOfFiles(t *testing.T) {
	plain := regexpName
	seen := map[string]string{}
	for _, code := range []string{"acme", "acme-2026", "Acme", "ACME", "acme-", "-acme", "acme--2026", "con", "CON", "nul", "com1", "aux", "a/b", "a\\b", "../../etc/passwd", "ü", "u", "אבג", "дом", "", " ", ".", "a.b", "a b",
		strings.Repeat("x", 60), strings.Repeat("x", 61), strings.Repeat("x", 300), strings.Repeat("x", 299) + "y", site.Name("Acme"), site.Name("ü"), "public-key", "index"} {
		name := site.Name(code)
		if !plain.MatchString(name) || len(name) > 60 || seen[name] != "" {
			t.Errorf("%q is called %q, as is %q", code, name, seen[name])
		}
		seen[name] = fmt.Sprintf("%q", code)
	}
	if site.Name("acme-2026") != "acme-2026" || site.ReceiptFile("acme") != "receipts/acme.json" {
		t.Error("a plain code is not its own name")
	}
}
