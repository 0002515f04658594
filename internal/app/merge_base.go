package app

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// exportBase is what a workbook held when it went out: for each cell that was not blank a hash with the salt of the
// export. It tells whether a cell still says the same, and not what it said.
type exportBase struct {
	salt []byte
	rows map[slot]map[string]string // hash by the name of the field
}

// baseRow is how one answer of a base is kept.
type baseRow struct {
	Unit     string            `json:"unit,omitempty"`
	Question string            `json:"question"`
	Cells    map[string]string `json:"cells"`
}

// gone stands in place of a hash when what it was made of has been erased.
const gone = "erased"

// newBase hashes what a workbook holds.
func newBase(answers []vigil.Answer, evidence []vigil.Evidence) (salt, document []byte, err error) {
	b := exportBase{salt: make([]byte, 32)}
	if _, err := rand.Read(b.salt); err != nil {
		return nil, nil, err
	}
	references := map[slot][]vigil.Evidence{}
	for _, e := range evidence {
		at := slot{e.Unit, e.Question}
		references[at] = append(references[at], e)
	}
	list := []baseRow{}
	for _, x := range answers {
		at := slot{x.Unit, x.Question}
		row := baseRow{Unit: x.Unit, Question: x.Question, Cells: map[string]string{}}
		for f, value := range cellsOf(x, references[at]) {
			if value != "" {
				row.Cells[fieldNames[f]] = b.hash(at, field(f), value)
			}
		}
		list = append(list, row)
	}
	document, err = json.Marshal(list)
	return b.salt, document, err
}

// readBase gives the base of an export.
func readBase(e store.Export) (*exportBase, error) {
	var list []baseRow
	if err := json.Unmarshal(e.Base, &list); err != nil {
		return nil, err
	}
	b := &exportBase{e.Salt, map[slot]map[string]string{}}
	for _, r := range list {
		b.rows[slot{r.Unit, r.Question}] = r.Cells
	}
	return b, nil
}

// hash binds a value to its cell, so that equal values in two cells do not show as equal. Half of a SHA-256 is more than
// enough to tell texts apart.
func (b *exportBase) hash(at slot, f field, value string) string {
	h := hmac.New(sha256.New, b.salt)
	h.Write([]byte(coded([]string{at.unit, at.question, fieldNames[f], value})))
	return base64.RawStdEncoding.EncodeToString(h.Sum(nil)[:16])
}

// baseOf finds what the workbook of a submission held when it went out; nil where it went out from somewhere else, or
// the format is none that comes back.
func baseOf(tx *store.Tx, as vigil.Assessment, sub vigil.Submission) (*exportBase, *store.Export, error) {
	if sub.Export == "" {
		return nil, nil, nil
	}
	e, err := tx.Export(as.ID, sub.Export)
	if vigil.KindOf(err) == vigil.NotFound || err == nil && e.Version != sub.Version {
		return nil, nil, nil
	} else if err != nil {
		return nil, nil, err
	}
	b, err := readBase(e)
	return b, &e, err
}

// rowBase is the ancestor of one answer.
type rowBase struct {
	*exportBase
	at slot
}

func (b rowBase) held(f field, value string) bool {
	hash, had := b.rows[b.at][fieldNames[f]]
	if value == "" || !had {
		return value == "" && !had
	}
	return hash == b.hash(b.at, f, value)
}

func (b rowBase) erased(f field) bool { return b.rows[b.at][fieldNames[f]] == gone }

// eraseInExports takes out of every export of the assessment what could still confirm a guess at an erased text. A
// workbook from before then never brings the text back: what is on file stays.
func eraseInExports(tx *store.Tx, assessment int64, at slot, written []field) error {
	exports, err := tx.Exports(assessment)
	if err != nil {
		return err
	}
	for _, e := range exports {
		var list []baseRow
		if err := json.Unmarshal(e.Base, &list); err != nil {
			return err
		}
		changed := false
		for _, r := range list {
			for _, f := range written {
				if name := fieldNames[f]; (slot{r.Unit, r.Question}) == at && r.Cells[name] != "" {
					r.Cells[name], changed = gone, true
				}
			}
		}
		if !changed {
			continue
		}
		if e.Base, err = json.Marshal(list); err != nil {
			return err
		}
		if err := tx.SaveBase(e); err != nil {
			return err
		}
	}
	return nil
}
