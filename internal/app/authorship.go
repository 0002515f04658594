package app

import (
	"slices"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// authorship says who wrote the answers of an assessment, so that nobody judges their own.
//
// The rule: in mode SELF whoever wrote, changed or took back any answer of an assessment judges none of it, because
// there the reviewer is the only one beside the authors who looks at internal evidence (methodology 4.3, 4.7). In the other modes it is answer
// by answer: whoever wrote any version of one leaves it to somebody else, as a third person settles what two coders
// wrote (4.8). What a reviewer adjusted makes nobody an author. No role is above the rule.
type authorship struct {
	mode vigil.Mode
	by   map[slot][]string
}

func authorsOf(tx *store.Tx, as vigil.Assessment, reviews []vigil.ItemReview) (authorship, error) {
	w := authorship{as.Mode, map[slot][]string{}}
	list, err := tx.Authors(as.ID)
	if err != nil {
		return w, err
	}
	for _, h := range list {
		at := slot{h.Unit, h.Question}
		if h.Author != "" && !adjustedBy(h, reviews) && !slices.Contains(w.by[at], h.Author) {
			w.by[at] = append(w.by[at], h.Author)
		}
	}
	return w, nil
}

// adjustedBy reports whether a version of an answer is what a reviewer adjusted.
func adjustedBy(h store.Change, reviews []vigil.ItemReview) bool {
	return slices.ContainsFunc(reviews, func(r vigil.ItemReview) bool {
		return r.Verdict == vigil.VerdictAdjusted && r.Unit == h.Unit && r.Question == h.Question && samePerson(r.Person, h.Author) &&
			h.Version > r.Was.Version && h.Version <= r.AnswerVersion
	})
}

// authorWords say it for people.
var authorWords = map[vigil.Authorship]vigil.Message{
	vigil.WroteAnswer: vigil.Say("you wrote this answer"),
	vigil.WroteOthers: vigil.Say("you wrote other answers of this self-assessment"),
}

// refusal says why a person may not judge an answer; empty: they may.
func (w authorship) refusal(person string, at slot) vigil.Authorship {
	wrote := func(names []string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return samePerson(name, person) })
	}
	if wrote(w.by[at]) {
		return vigil.WroteAnswer
	}
	if w.mode != vigil.SELF {
		return ""
	}
	for _, names := range w.by {
		if wrote(names) {
			return vigil.WroteOthers
		}
	}
	return ""
}
