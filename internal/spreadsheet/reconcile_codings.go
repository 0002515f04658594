package spreadsheet

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/benchmark"
)

// colCoder heads the first column of the sheet of codings; the others are those of an answer file.
const colCoder = "coder"

var (
	codingColumns = append([]string{colCoder}, csvColumns...)
	codingWidths  = []float64{12, 16, 8, 12, 20, 14, 8, 12, 40, 12, 24, 12, 24, 12, 28, 28}
)

// codings writes everything that was coded, as it is read back.
func (r *reconciliation) codings(rows [][]string) {
	s := sheetCodings
	r.head(s, codingColumns, codingWidths)
	for i, row := range rows {
		for c, text := range row {
			r.put(s, c+1, i+2, text)
		}
	}
	if len(rows) == 0 {
		return
	}
	r.dress(s, 1, 2, len(codingColumns), len(rows)+1, r.style.locked)
	end, err := excelize.CoordinatesToCellName(len(codingColumns), len(rows)+1)
	r.do(err)
	r.filter(s, end)
	r.protect(s)
}

// codingRows are all answers of all coders, a row each.
func codingRows(coders []benchmark.Coder) [][]string {
	var rows [][]string
	for _, c := range coders {
		for _, in := range c.Inputs {
			for _, a := range in.Answers {
				slot := benchmark.Slot{Subject: in.Subject.Code, Unit: a.Unit, Question: a.Question}
				rows = append(rows, append([]string{c.Name}, answerRow(slot.Subject, a, c.Evidence[slot])...))
			}
		}
	}
	return rows
}

// digestRows is the SHA-256 of rows in any order, hex. Blanks alone are nothing, as in a cell that is read.
func digestRows(rows [][]string) string {
	sorted := make([][]string, len(rows))
	for i, row := range rows {
		sorted[i] = slices.Clone(row)
		for c, text := range row {
			if strings.TrimSpace(text) == "" {
				sorted[i][c] = ""
			}
		}
	}
	slices.SortFunc(sorted, slices.Compare)
	data, err := json.Marshal(sorted)
	if err != nil {
		panic(err) // text always marshals
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
