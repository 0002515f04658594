package cli

import (
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/benchmark"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// readCSVFile opens a file for a reader; what cannot be opened is a problem of the file.
func readCSVFile[T any](name string, read func(string, io.Reader) (T, vigil.Problems)) (out T, ps vigil.Problems) {
	at := vigil.Place{File: name}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		ps.Add(at, "there is no such file", "check its name")
		return out, ps
	case err == nil && info.IsDir():
		ps.Add(at, "this is a folder", "name a csv file")
		return out, ps
	case !strings.HasSuffix(strings.ToLower(name), ".csv"):
		ps.Add(at, "this is no csv file by its name", "save the answers as csv, with a name that ends in .csv")
		return out, ps
	}
	f, err := os.Open(name)
	if err != nil {
		ps.Add(at, "the file cannot be opened", "check who may read it")
		return out, ps
	}
	defer f.Close()
	return read(name, f)
}

// readSubjects reads subjects.csv: subject, name, and attributes of which type, sector and sectors have a meaning.
func readSubjects(name string, needed bool) ([]vigil.Subject, vigil.Problems) {
	if !needed && !exists(name) {
		return nil, nil
	}
	return readCSVFile(name, subjectTable)
}

func subjectTable(name string, f io.Reader) ([]vigil.Subject, vigil.Problems) {
	columns, rows, ps := spreadsheet.ReadTable(name, f, []string{"subject", "name"}, []string{"subject"}, true)
	var out []vigil.Subject
	seen := map[string]int{}
	for _, row := range rows {
		s := vigil.Subject{Code: row.Cells["subject"], Name: row.Cells["name"], Type: row.Cells["type"], Sector: row.Cells["sector"],
			Sectors: strings.FieldsFunc(row.Cells["sectors"], func(c rune) bool { return c == ';' || c == ' ' }), Attributes: map[string]string{}}
		for _, c := range columns {
			if !slices.Contains([]string{"subject", "name", "type", "sector", "sectors"}, c) {
				s.Attributes[c] = row.Cells[c]
			}
		}
		if line, twice := seen[s.Code]; twice {
			ps.Say(row.At(name, "subject"), vigil.Say("the subject %s occurs twice, first in line %d", s.Code, line), vigil.Say("keep one of the two"))
			continue
		}
		seen[s.Code] = row.Line
		out = append(out, s)
	}
	return out, ps
}

// readUnits reads units.csv: subject, unit, parent, and optionally kind and weight.
func readUnits(name string, needed bool) (map[string][]vigil.Unit, vigil.Problems) {
	if !needed && !exists(name) {
		return nil, nil
	}
	return readCSVFile(name, unitTable)
}

func unitTable(name string, f io.Reader) (map[string][]vigil.Unit, vigil.Problems) {
	known := []string{"subject", "unit", "parent", "kind", "weight"}
	_, rows, ps := spreadsheet.ReadTable(name, f, known, known[:2], true)
	out := map[string][]vigil.Unit{}
	for _, row := range rows {
		u := vigil.Unit{Code: row.Cells["unit"], Parent: row.Cells["parent"], Kind: row.Cells["kind"]}
		if w := row.Cells["weight"]; w != "" {
			var err error
			if u.Weight, err = vigil.ParseRational(w); err != nil {
				ps.Say(row.At(name, "weight"), vigil.Say("%v", err), vigil.Say("correct it"))
			}
		}
		if u.Code == "" {
			ps.Add(row.At(name, "unit"), "the unit has no name", "name it, or take the row out")
		}
		out[row.Cells["subject"]] = append(out[row.Cells["subject"]], u)
	}
	return out, ps
}

// writeScores prints every node at every unit that has anything there, and at the organisation as a whole.
func writeScores(w io.Writer, set *scoreSet, cards []*vigil.Scorecard) error {
	ranks := map[[2]string]int{}
	for _, r := range benchmark.Ranks(set.method, cards) {
		ranks[[2]string{r.Subject, r.Node}] = r.Rank
	}
	out := csv.NewWriter(w)
	_ = out.Write([]string{"subject", "unit", "node", "value", "published", "rank"})
	for i, c := range cards {
		answered := map[[2]string]bool{}
		for _, a := range set.inputs[i].Answers {
			answered[[2]string{a.Unit, a.Question}] = true
		}
		for _, n := range c.Nodes {
			if n.Unit != "" && n.Value == nil && !answered[[2]string{n.Unit, n.Node}] && !hasParts(n) {
				continue
			}
			row := []string{c.Subject.Code, n.Unit, n.Node, "", "", ""}
			if value, published := result(c, n); value != nil {
				row[3] = strconv.FormatFloat(*value, 'f', 12, 64)
				row[4] = set.method.Rounding.Format(*published)
			}
			if r := ranks[[2]string{c.Subject.Code, n.Node}]; r > 0 && n.Unit == "" {
				row[5] = strconv.Itoa(r)
			}
			for k := range row[:3] {
				row[k] = vigil.GuardText(row[k])
			}
			_ = out.Write(row)
		}
	}
	out.Flush()
	return out.Error()
}

// result is what a node shows: at the total the final score, which is the raw score where a method has no caps.
func result(c *vigil.Scorecard, n vigil.Score) (value, published *float64) {
	if n.Node != vigil.Total || n.Unit != "" {
		return n.Value, n.Published
	}
	if c.Final == nil {
		return nil, nil
	}
	return &c.Final.Value, &c.Final.Published
}

func hasParts(n vigil.Score) bool {
	for _, p := range n.Parts {
		if p.Value != nil {
			return true
		}
	}
	return false
}
