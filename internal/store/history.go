package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"vigil/internal/vigil"
)

// Change is one line of the history of an answer. The codes stay for ever. What people wrote (note, search log, a
// value that is free text) can be erased; Hash then still says that the line is whole, but no longer what it was.
type Change struct {
	ID           int64
	AssessmentID int64
	Unit         string
	Question     string
	Version      int64  // of the answer after the change
	Action       string // put | delete
	Value        string `gorm:"serializer:sealed"` // erased: empty where it was free text
	State        vigil.State
	Grade        vigil.Grade
	Date         string
	ApprovedBy   string
	Author       string
	Time         time.Time
	Hash         string          // SHA-256 of salt and written text, in hexadecimal
	Salt         []byte          `gorm:"serializer:sealed"` // nil: erased
	Content      []byte          `gorm:"serializer:sealed"` // what people wrote, as JSON; nil: erased
	Note         string          `gorm:"-"`                 // from Content
	Search       vigil.SearchLog `gorm:"-"`                 // from Content
}

// TableName gives the table.
func (Change) TableName() string { return "answer_history" }

// Erased reports whether what people wrote is gone.
func (c Change) Erased() bool { return c.Salt == nil }

// Genuine reports whether the written text is still the one that was stored; an erased line gives true.
func (c Change) Genuine() bool { return c.Erased() || c.Hash == commitment(c.Salt, c.Content) }

// The actions of a Change.
const (
	PutAction    = "put"
	DeleteAction = "delete"
)

// written is what people wrote with an answer.
type written struct {
	Value  string          `json:"value,omitempty"` // only free text
	Note   string          `json:"note,omitempty"`
	Search vigil.SearchLog `json:"search"`
}

// code matches option ids, lists of elements, numbers and dates. Anything else may be about a person.
var code = regexp.MustCompile(`^[-A-Za-z0-9_.;+]{0,500}$`)

// remember adds a line to the history for each answer.
func (t *Tx) remember(action string, answers []vigil.Answer) error {
	rows := make([]Change, len(answers))
	for i, a := range answers {
		w := written{Note: a.Note, Search: a.Search}
		value := a.Value
		if !code.MatchString(value) {
			w.Value, value = value, ""
		}
		content, err := json.Marshal(w)
		if err != nil {
			return wrap(err, vigil.Word("history"))
		}
		salt := make([]byte, 32)
		if _, err := rand.Read(salt); err != nil {
			return wrap(err, vigil.Word("history"))
		}
		rows[i] = Change{
			AssessmentID: a.AssessmentID, Unit: a.Unit, Question: a.Question, Version: a.Version, Action: action,
			Value: value, State: a.State, Grade: a.Grade, Date: a.Date, ApprovedBy: a.ApprovedBy, Author: a.Author,
			Time: a.UpdatedAt, Hash: commitment(salt, content), Salt: salt, Content: content,
		}
	}
	return wrap(t.db.CreateInBatches(rows, batch).Error, "history")
}

// commitment binds to a text without telling it: without the salt the text cannot be guessed from it.
func commitment(salt, content []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}

// History gives every change of one answer, oldest first.
func (t *Tx) History(assessmentID int64, unit, question string) ([]Change, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []Change
	err := t.db.Where("assessment_id = ? AND unit = ? AND question = ?", assessmentID, unit, question).Order("id").Find(&list).Error
	if err != nil {
		return nil, wrap(err, vigil.Word("history"))
	}
	return list, read(list)
}

// Histories gives every change of the answers of one unit to some questions, by question, oldest first.
func (t *Tx) Histories(assessmentID int64, unit string, questions []string) (map[string][]Change, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []Change
	err := t.db.Where("assessment_id = ? AND unit = ? AND question IN ?", assessmentID, unit, questions).Order("id").Find(&list).Error
	if err == nil {
		err = read(list)
	}
	all := map[string][]Change{}
	for _, c := range list {
		all[c.Question] = append(all[c.Question], c)
	}
	return all, wrap(err, vigil.Word("history"))
}

// read puts what people wrote into its fields.
func read(list []Change) error {
	for i := range list {
		if list[i].Content == nil {
			continue
		}
		var w written
		if err := json.Unmarshal(list[i].Content, &w); err != nil {
			return wrap(err, vigil.Word("history"))
		}
		list[i].Note, list[i].Search = w.Note, w.Search
		if w.Value != "" {
			list[i].Value = w.Value
		}
	}
	return nil
}

// EraseHistory erases what people wrote in the past of one answer, with the salts; codes and hashes stay. The answer
// itself is changed by PutAnswers or DeleteAnswer first. It gives the number of lines erased. On SQLite the bytes are
// overwritten in vigil.db; the file vigil.db-wal beside it may hold them until the store is closed.
func (t *Tx) EraseHistory(assessmentID int64, unit, question string) (int64, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return 0, err
	}
	r := t.db.Model(&Change{}).Where("assessment_id = ? AND unit = ? AND question = ? AND salt IS NOT NULL", assessmentID, unit, question).
		UpdateColumns(map[string]any{"salt": nil, "content": nil})
	return r.RowsAffected, wrap(r.Error, "history")
}

// isText reports whether every database can hold the texts.
func isText(texts ...string) bool {
	for _, s := range texts {
		if strings.ContainsRune(s, 0) || !utf8.ValidString(s) {
			return false
		}
	}
	return true
}
