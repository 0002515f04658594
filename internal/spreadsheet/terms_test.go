package spreadsheet_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// cells gives all texts of a sheet, a row a line.
func cells(t *testing.T, b spreadsheet.Workbook, sheet string) string {
	t.Helper()
	f, err := excelize.OpenFile(written(t, b))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.Rows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var text strings.Builder
	for rows.Next() {
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString(strings.Join(columns, "|") + "\n")
	}
	return text.String()
}

// What a reviewer asked to change stands in the workbook of an assessment that was given back, and in no other.
func TestReturnedWorkbookSaysWhatToChange(t *testing.T) {
	b := filled(t)
	b.Assessment.ReturnReason = "BE.a.1 lacks its date"
	if text := cells(t, b, "Read me"); strings.Contains(text, "lacks its date") {
		t.Error("a draft says what to change")
	}
	b.Assessment.Status = vigil.Returned
	if text := cells(t, b, "Read me"); !strings.Contains(text, "To change|BE.a.1 lacks its date") {
		t.Errorf("the sheet says\n%s", text)
	}
}

// Without a reply the sheet of caps and cases says why: not asked, awaited, or none.
func TestMissingRepliesAreExplained(t *testing.T) {
	b := filled(t)
	b.Today = "2026-11-02"
	limit := 39.9
	b.Scorecard = &vigil.Scorecard{Caps: []vigil.CapInForce{{Rule: "CAP-1", AtMost: &limit, Source: "record", Record: 1, Why: vigil.Say("why")},
		{Rule: "CAP-10", AtMost: &limit, Source: "answer", Question: "BE.a.1", Why: vigil.Say("by answer")}}}
	b.Allegations = []vigil.Allegation{{Code: "held", HoldFrom: "2026-10-01"}, {Code: "silent"}, {Code: "answered", Reply: "We deny it."}}
	for due, want := range map[string]string{"": vigil.ReplyNotAsked, "2026-11-02": "has until 2026-11-02 to reply", "2026-11-01": vigil.NoReply} {
		b.Caps = []vigil.Cap{{ID: 1, ReplyDue: due}}
		text := cells(t, b, "Caps and cases")
		for _, line := range strings.Split(text, "\n") {
			for start, holds := range map[string]string{"Cap|CAP-1|": want, "Allegation|held|": vigil.ReplyNotAsked, "Allegation|silent|": vigil.NoReply, "Allegation|answered|": "We deny it."} {
				if strings.HasPrefix(line, start) && !strings.Contains(line, holds) {
					t.Errorf("reply due %q: %q lacks %q", due, line, holds)
				}
			}
			if strings.HasPrefix(line, "Cap|CAP-10|") && strings.Contains(line, "reply") {
				t.Errorf("an answer of one's own needs no reply: %q", line)
			}
		}
		if strings.Count(text, "Cap|")+strings.Count(text, "Allegation|") != 5 {
			t.Errorf("the sheet holds\n%s", text)
		}
	}
}
