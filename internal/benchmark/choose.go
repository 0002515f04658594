package benchmark

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// choice is who is compared, by code, and who is not.
type choice struct {
	form     string
	compared []Entry
	left     []LeftOut
}

// choose parts those who can be compared from those who cannot, each with the first reason that holds.
func choose(entries []Entry, o Options) (choice, vigil.Problems) {
	list := slices.Clone(entries)
	each(len(list), func(i int) {
		if list[i].Card == nil {
			list[i].Card = scoring.Score(list[i].Input)
		}
	})
	slices.SortStableFunc(list, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.code(), b.code()), cmp.Compare(a.Input.Cutoff, b.Input.Cutoff), cmp.Compare(a.Assessment, b.Assessment), cmp.Compare(a.form(), b.form()))
	})
	c := choice{form: formOf(list, o)}
	last, ps := latest(list, o, c.form)
	for _, e := range list {
		if reason, why := e.leftOut(o, c.form, last); reason != "" {
			c.left = append(c.left, LeftOut{Subject: e.Input.Subject, Assessment: e.Assessment, Reason: reason, Why: why, Card: e.Card})
			continue
		}
		c.compared = append(c.compared, e)
	}
	return c, ps
}

// agree lets the agreement of its coders into the confidence of every company coded twice, which feeds no other figure than
// the band that asks for it. Where alpha is undefined it counts as no second coder.
func agree(entries []Entry) *Agreement {
	if !slices.ContainsFunc(entries, func(e Entry) bool { return len(e.Codings) > 1 }) {
		return nil
	}
	a := Agree(CodersOf(entries))
	alpha := map[string]*float64{}
	for _, s := range a.Subjects {
		alpha[s.ID] = s.Ordinal
	}
	each(len(entries), func(i int) {
		e := &entries[i]
		if e.Input.Agreement != nil || len(e.Codings) < 2 {
			return
		}
		e.Input.Agreement = new(float64)
		if v := alpha[e.code()]; v != nil {
			*e.Input.Agreement = min(1, max(0, *v))
		}
		again, kept := scoring.Score(e.Input), *e.Card
		kept.Confidence = again.Confidence
		if sameFigure(kept.Final, again.Final) {
			kept.Band, kept.BandReason = again.Band, again.BandReason
		}
		e.Card = &kept
	})
	return a
}

func sameFigure(a, b *vigil.Figure) bool {
	return a != nil && b != nil && a.Published == b.Published
}

func (e Entry) code() string { return e.Input.Subject.Code }
func (e Entry) form() string { return e.Input.Questionnaire.Ref() }

// eligible reports whether an entry is of the sector and the mode asked for.
func (e Entry) eligible(o Options) bool {
	return (o.Sector == "" || e.Input.Subject.Sector == o.Sector) && e.Input.Mode == o.Mode
}

// formOf is the form that is compared: the one asked for, in the edition that most entries have; without one the form that
// most of those who are rated have answered. Of several as frequent it is the last by name.
func formOf(list []Entry, o Options) string {
	if _, _, fixed := strings.Cut(o.Form, "@"); fixed {
		return o.Form
	}
	count := map[string]int{}
	for _, e := range list {
		id, _, _ := strings.Cut(e.form(), "@")
		if !e.eligible(o) || o.Form != "" && id != o.Form {
			continue
		}
		count[e.form()] += 0 // those who are not rated name a form, and count for nothing
		if e.Card.Rated {
			count[e.form()]++
		}
	}
	best := o.Form
	for _, ref := range slices.Sorted(maps.Keys(count)) {
		if best == o.Form || count[ref] >= count[best] {
			best = ref
		}
	}
	return best
}

// latest is the last entry of each company in the form that is compared, by its cut-off. Two of one day are a problem:
// nothing says which is meant.
func latest(list []Entry, o Options, form string) (map[string]Entry, vigil.Problems) {
	var ps vigil.Problems
	last := map[string]Entry{}
	for _, e := range list {
		if !e.eligible(o) || e.form() != form {
			continue
		}
		if before, twice := last[e.code()]; twice && before.Input.Cutoff == e.Input.Cutoff {
			ps.Say(vigil.Place{Field: e.code()}, vigil.Say("there are two assessments of it by %s with the cut-off %s: %q and %q", form, e.Input.Cutoff, before.Assessment, e.Assessment), vigil.Say("withdraw one of them, or leave one out"))
		}
		last[e.code()] = e
	}
	return last, ps
}

// leftOut is the first reason why an entry is not compared; an empty one where it is.
func (e Entry) leftOut(o Options, form string, last map[string]Entry) (Reason, string) {
	id, edition, _ := strings.Cut(form, "@")
	formID, formEdition, _ := strings.Cut(e.form(), "@")
	c := e.Card
	switch {
	case o.Sector != "" && e.Input.Subject.Sector != o.Sector:
		return OtherSector, fmt.Sprintf("its primary sector is %s; a company is ranked in its primary sector only", cmp.Or(e.Input.Subject.Sector, "not known"))
	case e.Input.Mode != o.Mode:
		return OtherMode, fmt.Sprintf("it was assessed in mode %s; modes rest on different evidence and are never ranked together", e.Input.Mode)
	case formID != id:
		return OtherForm, fmt.Sprintf("it answered %s; forms of different length are never ranked together", e.form())
	case formEdition != edition:
		return OtherEdition, fmt.Sprintf("it answered edition %s; editions are never ranked together", formEdition)
	case last[e.code()].Input.Cutoff != e.Input.Cutoff:
		return Superseded, fmt.Sprintf("there is a later assessment of it, with the cut-off %s", last[e.code()].Input.Cutoff)
	case c.Withdrawn != "":
		return RatingGone, "its rating is withdrawn until " + c.Withdrawn
	case !c.Rated || c.Final == nil:
		return NotRated, cmp.Or(c.BandReason.String(), "it has no score")
	case c.Provisional:
		return Provisional, fmt.Sprintf("only %s per cent of what applies is assessed, too little to compare it with others", c.Coverage)
	}
	return "", ""
}
