package receipt

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

const isoDate = "2006-01-02"

// Make makes the receipt of a published score. It computes the score from the receipt alone before it gives it out, and
// refuses where that is another one: then what is on file has moved since the score was made, and it must be made again.
func Make(s Source) (*Receipt, vigil.Problems) {
	in := s.Input
	r := &Receipt{Format: Format, Made: s.Made, Assessment: s.Assessment, Mode: in.Mode, Cutoff: in.Cutoff, Agreement: in.Agreement,
		Method: Edition{Ref: in.Methodology.Ref(), Digest: in.Methodology.Digest}, Form: Edition{Ref: in.Questionnaire.Ref(), Digest: in.Questionnaire.Digest},
		Ruler:      Ruler{Methodology: wordless(in.Methodology), Questionnaire: wordless(in.Questionnaire)},
		Subject:    Subject{Code: in.Subject.Code, Name: in.Subject.Name, Type: in.Subject.Type, Sector: in.Subject.Sector, Sectors: list(in.Subject.Sectors), Attributes: in.Subject.Attributes},
		Units:      []Unit{},
		Answers:    []Answer{},
		Evidence:   []Evidence{},
		Ranges:     []Range{},
		Arithmetic: arithmetic(s.Card),
	}
	if r.Subject.Attributes == nil {
		r.Subject.Attributes = map[string]string{}
	}
	codes := unitCodes(in.Units)
	for _, u := range in.Units {
		r.Units = append(r.Units, Unit{Code: codes[u.Code], Parent: numbered(codes, u.Parent), Kind: u.Kind, Weight: u.Weight})
	}
	r.answers(in, codes)
	r.Allegations, r.Caps = records(in, codes)
	for q, span := range in.Ranges {
		r.Ranges = append(r.Ranges, Range{Question: q, Min: span.Min, Max: span.Max})
	}
	slices.SortFunc(r.Ranges, func(a, b Range) int { return cmp.Compare(a.Question, b.Question) })
	r.evidence(s.Evidence)
	return r, r.moved(s.Card)
}

// moved lists where the receipt gives another score than the one that is to be published.
func (r *Receipt) moved(card *vigil.Scorecard) vigil.Problems {
	var ps vigil.Problems
	at := vigil.Place{Field: cmp.Or(r.Assessment, r.Subject.Code)}
	again, wrong := r.Recompute()
	if len(wrong) > 0 {
		return wrong
	}
	if !same(arithmetic(again), arithmetic(card)) {
		ps.Say(at, vigil.Say("the published score is %s, but the answers, cases and caps now on file give %s", card.Final, again.Final),
			vigil.Say("take the assessment back into review and finalise it again, so that the score and its receipt rest on the same record"))
	}
	return ps
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// unitCodes gives each unit a number, since its own code may name a place.
func unitCodes(units []vigil.Unit) map[string]string {
	codes := map[string]string{"": ""}
	for _, u := range units {
		if _, has := codes[u.Code]; !has {
			codes[u.Code] = "unit-" + strconv.Itoa(len(codes))
		}
	}
	return codes
}

// answers takes over those that a figure can depend on, in the order of the questionnaire.
func (r *Receipt) answers(in scoring.Input, codes map[string]string) {
	place, screening := map[string]int{}, map[string]bool{}
	for i := range in.Questionnaire.Screening {
		id := in.Questionnaire.Screening[i].ID
		place[id], screening[id] = len(place), true
	}
	for _, q := range in.Questionnaire.Questions() {
		place[q.ID] = len(place)
	}
	sorted := slices.Clone(in.Answers)
	vigil.SortAnswers(sorted)
	for _, a := range sorted {
		q := in.Questionnaire.Question(a.Question)
		unit, known := codes[a.Unit]
		if q == nil || !known {
			continue // scoring lists it as a problem and counts it nowhere
		}
		if scale, ok := in.Methodology.ScaleOf(q); !ok || !scale.Scored() {
			continue
		}
		out := Answer{Unit: unit, Question: a.Question, Value: a.Value, State: a.State, Grade: a.Grade, Date: cmp.Or(a.Date, a.Search.Date),
			Searched: a.Search.Complete(), Approved: screening[a.Question] && a.Approved()}
		switch {
		case a.State == "" || a.State == vigil.NotAssessed || a.State == vigil.Withheld && !a.Approved():
			continue // the same as no answer
		case a.State == vigil.Withheld:
			out = Answer{Unit: unit, Question: a.Question, State: LeftOut}
		case a.State != vigil.Answered:
			out.Value = ""
		}
		r.Answers = append(r.Answers, out)
	}
	slices.SortStableFunc(r.Answers, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(len(a.Unit), len(b.Unit)), cmp.Compare(a.Unit, b.Unit), cmp.Compare(place[a.Question], place[b.Question]))
	})
}

// records takes over the confirmed caps in force, and the allegations that count or stand behind them.
func records(in scoring.Input, codes map[string]string) ([]Allegation, []Cap) {
	allegations, caps := []Allegation{}, []Cap{}
	behind := map[int64]bool{}
	for _, c := range in.Caps {
		if _, ok := in.Methodology.Cap(c.Rule); ok && c.InForce(in.Cutoff) && c.AllegationID != 0 {
			behind[c.AllegationID] = true
		}
	}
	number := map[int64]int{}
	for _, a := range in.Allegations {
		withdrawn := a.Withdrawn != "" && a.Withdrawn <= in.Cutoff
		begins, _, err := vigil.QuarterBounds(a.Quarter)
		counts := !withdrawn && a.Credibility != "K0" && err == nil && begins.Format(isoDate) <= in.Cutoff
		if !counts && !behind[a.ID] {
			continue
		}
		until := in.Cutoff
		if a.HoldFrom != "" {
			until = min(until, a.HoldFrom) // that the clock stood still for somebody's safety is told to nobody
		}
		m := a.Marks
		allegations = append(allegations, Allegation{Quarter: a.Quarter, Scale: a.Scale, Scope: a.Scope, Irremediability: a.Irremediability,
			Credibility: a.Credibility, Link: a.Link, Withdrawn: withdrawn, Continuing: a.Continuing, Interim: a.Interim, Days: vigil.DaysBetween(a.Opened, until),
			Marks: [6]float64{m.Answered, m.Inquiry, m.Heard, m.Remedy, m.Reported, m.Prevention}})
		if a.ID != 0 {
			number[a.ID] = len(allegations)
		}
	}
	for _, c := range in.Caps {
		rule, ok := in.Methodology.Cap(c.Rule)
		if !ok || !c.InForce(in.Cutoff) {
			continue
		}
		out := Cap{Rule: c.Rule, Allegation: number[c.AllegationID], Days: vigil.DaysBetween(c.Opened, in.Cutoff), Project: numbered(codes, c.Project)}
		if rule.WithdrawsMonths > 0 {
			out.Confirmed = c.Confirmed
		}
		caps = append(caps, out)
	}
	return allegations, caps
}

// numbered gives the number of a unit; one that nobody listed, such as a project that only a cap names, gets the next.
func numbered(codes map[string]string, name string) string {
	if name == "" {
		return ""
	}
	if _, has := codes[name]; !has {
		codes[name] = "unit-" + strconv.Itoa(len(codes))
	}
	return codes[name]
}

// evidence fingerprints the public sources.
func (r *Receipt) evidence(list []vigil.Evidence) {
	for _, e := range list {
		if e.Public && e.Link != "" {
			r.Evidence = append(r.Evidence, Evidence{Question: e.Question, Grade: e.Grade, SHA256: Fingerprint(e)})
		}
	}
	slices.SortFunc(r.Evidence, func(a, b Evidence) int {
		return cmp.Or(cmp.Compare(a.Question, b.Question), cmp.Compare(a.SHA256, b.SHA256))
	})
	r.Evidence = slices.Compact(r.Evidence)
}

// wordless copies a method or a questionnaire without the words for people, which no figure depends on.
func wordless[T any](v *T) *T {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, numbers and lists always marshal
	}
	out := new(T)
	if err := json.Unmarshal(text, out); err != nil {
		panic(err)
	}
	strip(reflect.ValueOf(out).Elem())
	return out
}

var (
	words   = reflect.TypeFor[vigil.Text]()
	options = reflect.TypeFor[[]vigil.OptionText]()
	notices = reflect.TypeFor[map[string]vigil.Text]()
	gaps    = reflect.TypeFor[*vigil.GapRule]()
)

// strip empties every text below a value.
func strip(v reflect.Value) {
	switch v.Type() {
	case words, options, notices, gaps:
		v.SetZero()
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			strip(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			strip(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				strip(v.Field(i))
			}
		}
	}
}
