package cli_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/cli"
	"vigil/questionnaires"
)

// vigil runs a command line in this process.
func vigil(t *testing.T, args ...string) (out, errors string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = cli.Run(context.Background(), deps(), args, strings.NewReader(""), &o, &e)
	return o.String(), e.String(), code
}

// table reads csv text into rows by column name.
func table(t *testing.T, text string) []map[string]string {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, c := range records[0] {
			row[c] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// reproduced counts, by storey, how many published figures the program gives again.
type reproduced struct {
	equal, all map[string]int
	different  []string
}

// reproduce scores a reference set by the command line and compares it with what was published.
func reproduce(t *testing.T, name string, storey func(unit, node string) string, same func(value, published, want string) bool) reproduced {
	t.Helper()
	dir := "../../questionnaires/reference/" + name
	out, errors, code := vigil(t, "score", "--questionnaire", dir, "--answers", dir+"/answers.csv", "--format", "csv")
	if code != 0 {
		t.Fatal(errors)
	}
	got := map[string]map[string]string{}
	for _, row := range table(t, out) {
		got[row["subject"]+"|"+row["unit"]+"|"+row["node"]] = row
	}
	published, err := fs.ReadFile(questionnaires.Files, "reference/"+name+"/published.csv")
	if err != nil {
		t.Fatal(err)
	}
	r := reproduced{equal: map[string]int{}, all: map[string]int{}}
	count := func(kind string, equal bool, what string) {
		r.all[kind]++
		if equal {
			r.equal[kind]++
		} else {
			r.different = append(r.different, what)
		}
	}
	for _, want := range table(t, string(published)) {
		row := got[want["subject"]+"|"+want["unit"]+"|"+want["node"]]
		kind := storey(want["unit"], want["node"])
		at := want["subject"] + " " + want["unit"] + " " + want["node"]
		if want["value"] != "" {
			count(kind, row != nil && same(row["value"], row["published"], want["value"]), at)
		}
		if want["rank"] != "" {
			count("rank", row != nil && row["rank"] == want["rank"], at+" rank "+want["rank"])
		}
	}
	return r
}

// near compares two figures to 1e-9.
func near(a, b string) bool {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err1 == nil && err2 == nil && math.Abs(x-y) <= 1e-9
}

func TestRankingDigitalRights2022IsReproduced(t *testing.T) {
	categories := []string{"G", "F", "P"}
	r := reproduce(t, "rdr-2022", func(unit, node string) string {
		switch {
		case unit != "":
			return "level"
		case node == "total":
			return "total"
		case slices.Contains(categories, node):
			return "category"
		}
		return "indicator"
	}, func(_, published, want string) bool { return published == want })
	if diff := cmp.Diff(map[string]int{"level": 2287, "indicator": 927, "category": 42, "total": 14, "rank": 56}, r.all); diff != "" {
		t.Errorf("figures compared: %s", diff)
	}
	if diff := cmp.Diff(map[string]int{"level": 2287, "indicator": 927, "category": 42, "total": 14, "rank": 54}, r.equal); diff != "" {
		t.Errorf("figures reproduced: %s", diff)
	}
	// Both score 56 in G behind three companies; the publisher prints 5 where its own rule gives 4.
	if diff := cmp.Diff([]string{"Google  G rank 5", "Twitter  G rank 5"}, r.different); diff != "" {
		t.Errorf("figures that differ: %s", diff)
	}
}

func TestASEMIsReproduced(t *testing.T) {
	questions, err := fs.ReadFile(questionnaires.Files, "reference/asem/answers.csv")
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, row := range table(t, string(questions)) {
		asked[row["question"]] = true
	}
	r := reproduce(t, "asem", func(_, node string) string {
		if asked[node] {
			return "normalised"
		}
		return "aggregated"
	}, func(value, published, want string) bool { return near(published, want) || near(value, want) })
	if diff := cmp.Diff(map[string]int{"normalised": 2499, "aggregated": 561, "rank": 561}, r.equal); diff != "" {
		t.Errorf("figures reproduced: %s\n%v", diff, r.different)
	}
	if diff := cmp.Diff(r.all, r.equal); diff != "" {
		t.Errorf("figures that differ: %s", diff)
	}
}
