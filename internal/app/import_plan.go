package app

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"vigil/internal/vigil"
)

// Side is one of the two that an import compares.
type Side string

// The sides of a conflict.
const (
	FromFile   Side = "file"   // what the file says is taken
	FromServer Side = "server" // what is on file stays
)

// ImportOptions say how an import is to be done. The zero value imports what nobody contradicts, and refuses a file
// with a conflict.
type ImportOptions struct {
	DryRun  bool            // make the plan, store nothing
	Prefer  Side            // decides every conflict that Choices does not
	Choices map[string]Side // by the Conflict of a cell
	Version int64           // of the assessment that the choices were made for; 0: whatever it is now
	Digest  string          // of the plan that was looked at; another plan is a Conflict; empty: whatever it is now
}

// ImportPlan is what an import does, or would do: the counts, and every cell that is not the same on both sides.
type ImportPlan struct {
	Assessment string       `json:"assessment"`
	Version    int64        `json:"version"` // of the assessment that the file was compared with
	File       string       `json:"file"`
	Export     string       `json:"export,omitempty"` // the workbook's; empty: the file was compared with what is on file alone
	Exported   *time.Time   `json:"exported,omitempty"`
	Counts     ImportCounts `json:"counts"`
	Cells      []ImportCell `json:"cells"`
	Digest     string       `json:"digest"` // of everything that can be written: both sides of each cell, whatever is chosen
}

// ImportCounts count what an import does. Rows are the rows read. New to Conflicts count answers, each once: one with a
// conflict as that, else one that nobody had given as new, one that is taken out as cleared, one of which the file
// changes a cell as changed, one of which only other people changed cells, or the file says less, as kept, and the rest
// as unchanged. Evidence counts the references written, new or in place of others.
type ImportCounts struct {
	Rows      int `json:"rows"`
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Cleared   int `json:"cleared"`
	Unchanged int `json:"unchanged"`
	Kept      int `json:"kept"`
	Conflicts int `json:"conflicts"`
	Evidence  int `json:"evidence"`
}

// ImportCell is one cell on which the file and what is on file differ. Field is answer (the value, or the state where
// there is none), grade, date, note, search or evidence. The texts are for whoever imports: they never go into a log.
type ImportCell struct {
	Place    vigil.Place `json:"place"` // in the file
	Question string      `json:"question"`
	Unit     string      `json:"unit,omitempty"`
	Field    string      `json:"field"`
	Status   Status      `json:"status"`
	Conflict string      `json:"conflict,omitempty"` // cells with the same are decided together
	Take     Side        `json:"take,omitempty"`     // empty: somebody has to choose
	File     string      `json:"in_file"`
	Server   string      `json:"on_file"`
	By       string      `json:"by,omitempty"` // who last changed what is on file, of a conflict; references do not say
	At       *time.Time  `json:"at,omitempty"`
}

// detail says in codes what an import did.
func (p ImportPlan) detail() string {
	n := p.Counts
	s := fmt.Sprintf("new %d changed %d cleared %d unchanged %d kept %d conflicts %d evidence %d", n.New, n.Changed, n.Cleared, n.Unchanged, n.Kept, n.Conflicts, n.Evidence)
	if p.Export != "" {
		s += " export " + p.Export
	}
	return s
}

// digestOf sums up every cell that the file can change, with both sides in full: equal sums mean that the same is written
// in place of the same. Cells that stay as they are on file in any case are left out, so that work of others on other
// answers does not make a plan stale.
func digestOf(rows []importRow) string {
	h := sha256.New()
	for _, r := range rows {
		file, server := cellsOf(r.file, r.sent), cellsOf(r.server, r.held)
		for f, status := range r.verdict.status {
			if status != Unchanged && !status.onFile() {
				h.Write([]byte(coded([]string{r.unit, r.question, fieldNames[f], string(status), r.verdict.group[f], file[f], server[f]}) + "\n"))
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Undecided gives the cells in conflict that nobody decided.
func (p ImportPlan) Undecided() (list []ImportCell) {
	for _, c := range p.Cells {
		if c.Take == "" {
			list = append(list, c)
		}
	}
	return list
}

// conflict refuses a plan with conflicts that nobody decided, and lists them.
func (p ImportPlan) conflict() error {
	open := p.Undecided()
	if len(open) == 0 {
		return nil
	}
	groups, cells := map[string]bool{}, open[0].message()
	for i, c := range open {
		if groups[c.Conflict] = true; i > 0 {
			cells = vigil.Say("%s\n%s", cells, c.message())
		}
	}
	count := vigil.Say("%d conflicts", len(groups))
	if len(groups) == 1 {
		count = vigil.Say("1 conflict")
	}
	why := vigil.Say("the file is none that went out from here, so that nothing tells which side is newer")
	if p.Exported != nil {
		why = vigil.Say("both sides were changed since the workbook went out on %s", p.Exported.Format(dayAndTime))
	}
	return vigil.Errorf(vigil.Conflict, "%s\nnothing was stored: %s, because %s; choose for each whether the file or what is on file holds", cells, count, why)
}

const dayAndTime = "2006-01-02 15:04 MST"

// String says where the cell is and what both sides say, in English.
func (c ImportCell) String() string { return c.message().String() }

// message says where the cell is and what both sides say.
func (c ImportCell) message() vigil.Message {
	m := vigil.Say("%s", c.Question)
	if c.Unit != "" {
		m = vigil.Say("%s of the unit %s", m, c.Unit)
	}
	m = vigil.Say("%s, %s: the file says %s, on file is %s", m, c.Field, said(c.File), said(c.Server))
	if c.At != nil {
		m = vigil.Say("%s, by %s since %s", m, c.By, c.At.Format(dayAndTime))
	}
	if at := c.Place.String(); at != "" {
		m = vigil.Say("%s: %s", at, m)
	}
	return m
}

// said quotes the start of a text.
func said(s string) vigil.Message {
	if s == "" {
		return vigil.Say("nothing")
	}
	if r := []rune(s); len(r) > 200 {
		s = string(r[:200]) + "…"
	}
	return vigil.Say("%q", s)
}

// decide gives every cell of a conflict the side that was chosen, and reports what the choices are wrong about.
func (p *ImportPlan) decide(o ImportOptions) error {
	known := map[string]bool{}
	for i := range p.Cells {
		c := &p.Cells[i]
		if c.Status != Conflicting {
			continue
		}
		known[c.Conflict] = true
		if c.Take = o.Choices[c.Conflict]; c.Take == "" {
			c.Take = o.Prefer
		}
	}
	for key, side := range o.Choices {
		if !known[key] || !slices.Contains([]Side{FromFile, FromServer}, side) {
			return vigil.Errorf(vigil.Invalid, "the choice %q for %q is none that can be made; look at the plan again", side, key)
		}
	}
	if o.Prefer != "" && o.Prefer != FromFile && o.Prefer != FromServer {
		return vigil.Errorf(vigil.Invalid, "%q is no side of a conflict; choose %s or %s", o.Prefer, FromFile, FromServer)
	}
	return nil
}
