package receipt

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"vigil/internal/catalogue"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// Recompute computes the score from the receipt alone. The problems say why that cannot be done; whether the score is the
// one that the receipt states is for Check to say.
func (r *Receipt) Recompute() (*vigil.Scorecard, vigil.Problems) {
	if r.Ruler.Methodology == nil || r.Ruler.Questionnaire == nil {
		return nil, vigil.Problems{{What: vigil.Say("the receipt carries no method or no questionnaire"), Do: vigil.Say(again)}}
	}
	m, q := wordless(r.Ruler.Methodology), wordless(r.Ruler.Questionnaire) // the conditions are compiled into copies
	if ps := catalogue.Compile(m, q); len(ps) > 0 {
		return nil, ps
	}
	m.Digest, q.Digest = r.Method.Digest, r.Form.Digest
	return r.scoreWith(m, q)
}

const again = "ask the publisher for the receipt as it was published"

// scoreWith scores the receipt's answers and records by a method and a questionnaire. A receipt may come from anybody, and its ruler has passed no check but that of its conditions; one on
// which the arithmetic breaks is no receipt.
func (r *Receipt) scoreWith(m *vigil.Methodology, q *vigil.Questionnaire) (card *vigil.Scorecard, ps vigil.Problems) {
	defer func() {
		if v := recover(); v != nil {
			card, ps = nil, vigil.Problems{{What: vigil.Say("the score cannot be computed from what the receipt holds (%v)", v), Do: vigil.Say(again)}}
		}
	}()
	in, err := r.input()
	if err != nil {
		return nil, vigil.Problems{{What: vigil.Say("%v", err), Do: vigil.Say(again)}}
	}
	in.Methodology, in.Questionnaire = m, q
	return scoring.Score(in), nil
}

// input puts together what scoring needs. Days count back from the cut-off.
func (r *Receipt) input() (scoring.Input, error) {
	cutoff, err := time.Parse(isoDate, r.Cutoff)
	if err != nil {
		return scoring.Input{}, fmt.Errorf("the cut-off %q is no date", r.Cutoff)
	}
	ago := func(days int) string { return cutoff.AddDate(0, 0, -days).Format(isoDate) }
	in := scoring.Input{Mode: r.Mode, Cutoff: r.Cutoff, Agreement: r.Agreement,
		Subject: vigil.Subject{Code: r.Subject.Code, Name: r.Subject.Name, Type: r.Subject.Type, Sector: r.Subject.Sector, Sectors: r.Subject.Sectors, Attributes: r.Subject.Attributes}}
	for _, u := range r.Units {
		in.Units = append(in.Units, vigil.Unit{Code: u.Code, Parent: u.Parent, Kind: u.Kind, Weight: u.Weight})
	}
	for _, a := range r.Answers {
		in.Answers = append(in.Answers, a.answer())
	}
	for i, a := range r.Allegations {
		withdrawn := ""
		if a.Withdrawn {
			withdrawn = r.Cutoff
		}
		in.Allegations = append(in.Allegations, vigil.Allegation{Withdrawn: withdrawn, ID: int64(i + 1), Code: "allegation-" + strconv.Itoa(i+1), Quarter: a.Quarter, Scale: a.Scale, Scope: a.Scope,
			Irremediability: a.Irremediability, Credibility: a.Credibility, Link: a.Link, Continuing: a.Continuing, Interim: a.Interim, Opened: ago(a.Days),
			Marks: vigil.Marks{Answered: a.Marks[0], Inquiry: a.Marks[1], Heard: a.Marks[2], Remedy: a.Marks[3], Reported: a.Marks[4], Prevention: a.Marks[5]}})
	}
	for i, c := range r.Caps {
		if c.Allegation < 0 || c.Allegation > len(r.Allegations) {
			return in, fmt.Errorf("the cap %s rests on an allegation that the receipt does not hold", c.Rule)
		}
		confirmed := c.Confirmed
		if confirmed == "" {
			confirmed = r.Cutoff
		}
		in.Caps = append(in.Caps, vigil.Cap{ID: int64(i + 1), Rule: c.Rule, AllegationID: int64(c.Allegation), Project: c.Project, Opened: ago(c.Days), Confirmed: confirmed})
	}
	if len(r.Ranges) > 0 {
		in.Ranges = map[string]scoring.Range{}
		for _, x := range r.Ranges {
			in.Ranges[x.Question] = scoring.Range{Min: x.Min, Max: x.Max}
		}
	}
	return in, nil
}

// answer is the answer as scoring reads it. What only has to be there, such as who approved, is a word.
func (a Answer) answer() vigil.Answer {
	out := vigil.Answer{Unit: a.Unit, Question: a.Question, Value: a.Value, State: a.State, Grade: a.Grade, Date: a.Date}
	if a.State == LeftOut {
		out.State, out.ApprovedBy = vigil.Withheld, "approved"
	}
	if a.Approved {
		out.ApprovedBy = "approved"
	}
	if a.Searched {
		out.Search = vigil.SearchLog{Date: a.Date, Sources: "logged", Languages: "logged", Terms: "logged"}
	}
	return out
}

// same compares arithmetic to the last bit.
func same(a, b Arithmetic) bool {
	x, err1 := Canonical(a)
	y, err2 := Canonical(b)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}
