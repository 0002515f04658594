package app

import (
	"context"
	"fmt"
	"slices"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// AcceptItems accepts every answer of the sections named (pillars, or vigil.SectionScreening) that awaits a verdict, in one step; no
// section means all of them. Left out is what needs a look of its own: answers that await an approval, that a confirmed
// cap contradicts, or that this person may not judge. It gives how many were accepted, and how many were left.
func (a *App) AcceptItems(ctx context.Context, actor vigil.Actor, code string, sections []string) (accepted, left int, err error) {
	err = a.write(ctx, actor, AcceptItemsAction, func(tx *store.Tx) (done, error) {
		c, err := a.review(tx, actor, AcceptItemsAction, code)
		if err != nil {
			return done{}, err
		}
		if err := knownSections(c.queue, sections); err != nil {
			return done{}, err
		}
		accepted, left = 0, 0
		for _, s := range c.queue.Sections {
			if len(sections) > 0 && !slices.Contains(sections, s.ID) {
				continue
			}
			for i := range s.Items {
				switch e := &s.Items[i]; {
				case e.Standing() != nil:
				case e.Approval || len(e.Against) > 0 || e.NotByYou != "":
					left++
				default:
					if _, err := c.put(tx, actor, e, ItemVerdict{Verdict: vigil.VerdictAccepted}); err != nil {
						return done{}, err
					}
					accepted++
				}
			}
		}
		if accepted == 0 {
			return done{}, errUnchanged
		}
		return done{"assessment:" + code, fmt.Sprintf("accepted %d left %d", accepted, left)}, nil
	})
	return accepted, left, err
}

func knownSections(q vigil.ReviewQueue, ids []string) error {
	var ps vigil.Problems
	for _, id := range ids {
		if !slices.ContainsFunc(q.Sections, func(s vigil.ReviewSection) bool { return s.ID == id }) {
			ps.Say(vigil.Place{Field: "pillar"}, vigil.Say("the questionnaire has no pillar %q", id), vigil.Say("name one of its pillars, or %s", vigil.SectionScreening))
		}
	}
	return ps.Err()
}
