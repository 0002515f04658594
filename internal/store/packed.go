package store

import (
	"encoding/binary"
	"slices"

	"gorm.io/gorm/clause"

	"vigil/internal/vigil"
)

// packedAnswers is the compact form of an assessment's answers.
type packedAnswers struct {
	AssessmentID int64  `gorm:"primaryKey;autoIncrement:false"`
	Packed       []byte `gorm:"serializer:sealed"`
}

// TableName gives the table.
func (packedAnswers) TableName() string { return "packed_answers" }

// repack writes the compact form anew from the rows.
func (t *Tx) repack(assessmentID int64) error {
	list, err := t.Answers(assessmentID)
	if err != nil {
		return err
	}
	row := packedAnswers{assessmentID, pack(list)}
	err = t.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "assessment_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"packed"}),
	}).Create(&row).Error
	return wrap(err, vigil.Word("packed answers"))
}

// PackedAnswers gives the answers of an assessment by unit, then question, with unit, question, value, state and
// grade only: what scoring needs, many times faster than Answers.
func (t *Tx) PackedAnswers(assessmentID int64) ([]vigil.Answer, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var rows []packedAnswers
	if err := t.db.Where("assessment_id = ?", assessmentID).Limit(1).Find(&rows).Error; err != nil {
		return nil, wrap(err, vigil.Word("packed answers"))
	}
	if len(rows) == 0 { // nothing was answered yet
		return nil, nil
	}
	list, err := unpack(rows[0].Packed)
	return list, wrap(err, numbered("packed answers of assessment", assessmentID))
}

// packing is the first byte: the edition of the encoding below. A change of the encoding is a new number, and a
// migration that packs everything anew.
const packing = 1

// pack encodes sorted answers: the edition, then for each unit its code, the number of its answers, and each answer
// as question, state and grade in one byte, value. Numbers are uvarints, texts are their length and their bytes.
func pack(list []vigil.Answer) []byte {
	b := []byte{packing}
	for i := 0; i < len(list); {
		j := i
		for j < len(list) && list[j].Unit == list[i].Unit {
			j++
		}
		b = putText(b, list[i].Unit)
		b = binary.AppendUvarint(b, uint64(j-i))
		for ; i < j; i++ {
			b = putText(b, list[i].Question)
			b = append(b, byte(slices.Index(vigil.States, list[i].State))<<4|byte(slices.Index(vigil.Grades, list[i].Grade)+1))
			b = putText(b, list[i].Value)
		}
	}
	return b
}

func putText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// unpack decodes what pack encoded, and nothing else.
func unpack(b []byte) ([]vigil.Answer, error) {
	if len(b) == 0 || b[0] != packing {
		return nil, errPacked("of an unknown edition")
	}
	r := unpacker{b: b[1:]}
	var list []vigil.Answer
	for len(r.b) > 0 && !r.bad {
		unit := r.text()
		for n := r.number(); n > 0 && !r.bad; n-- {
			a := vigil.Answer{Unit: unit, Question: r.text()}
			codes := r.code()
			a.Value = r.text()
			state, grade := int(codes>>4), int(codes&15)
			if state >= len(vigil.States) || grade > len(vigil.Grades) {
				r.bad = true
				break
			}
			a.State = vigil.States[state]
			if grade > 0 {
				a.Grade = vigil.Grades[grade-1]
			}
			list = append(list, a)
		}
	}
	if r.bad {
		return nil, errPacked("damaged")
	}
	return list, nil
}

func errPacked(why string) error {
	return vigil.Errorf(vigil.Internal, "the packed answers are %s", why)
}

// unpacker reads off the front of b; bad once something did not fit.
type unpacker struct {
	b   []byte
	bad bool
}

func (r *unpacker) number() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *unpacker) text() string {
	n := r.number()
	if n > uint64(len(r.b)) {
		r.bad = true
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func (r *unpacker) code() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}
