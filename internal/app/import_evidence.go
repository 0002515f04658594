package app

import (
	"cmp"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

func heldEvidence(tx *store.Tx, assessment int64) (map[slot][]vigil.Evidence, error) {
	list, err := tx.Evidence(assessment)
	held := map[slot][]vigil.Evidence{}
	for _, e := range list {
		at := slot{e.Unit, e.Question}
		held[at] = append(held[at], e)
	}
	return held, err
}

// cleanEvidence ties references to their answer, whatever the sender wrote into the fields that are ours. No submission
// brings a file: those come by upload alone.
func cleanEvidence(assessment int64, at slot, list []vigil.Evidence) []vigil.Evidence {
	out := make([]vigil.Evidence, len(list))
	for i, e := range list {
		e.ID, e.AssessmentID, e.Unit, e.Question, e.File = 0, assessment, at.unit, at.question, ""
		out[i] = e
	}
	return out
}

// keepDetails fills in what a format cannot carry: a reference that comes back by title and link keeps its page, its
// quote and whether it is public.
func keepDetails(held, list []vigil.Evidence) {
	for i := range list {
		e := &list[i]
		h := sameDocument(held, *e)
		e.Page, e.Quote, e.Public = cmp.Or(e.Page, h.Page), cmp.Or(e.Quote, h.Quote), e.Public || h.Public
	}
}

// keepFiles ties references that come back to the files on which they rest, and to their last day; no format carries
// either. A reference without a link that is on file no more may be one that was worded anew: where there is just one such
// and just one file that lost its reference, they belong together.
func keepFiles(held, list []vigil.Evidence) {
	lost := map[int64]*vigil.Evidence{}
	for i, h := range held {
		if h.File != "" {
			lost[h.ID] = &held[i]
		}
	}
	var worded []*vigil.Evidence
	for i := range list {
		e := &list[i]
		switch h := sameDocument(held, *e); {
		case h.ID != 0:
			e.File, e.Expires = h.File, cmp.Or(e.Expires, h.Expires)
			delete(lost, h.ID)
		case e.Link == "":
			worded = append(worded, e)
		}
	}
	if len(worded) == 1 && len(lost) == 1 {
		for _, h := range lost {
			worded[0].File, worded[0].Expires = h.File, cmp.Or(worded[0].Expires, h.Expires)
		}
	}
}

// keepPublicity leaves it as it is on file whether a reference is public; a new one is not.
func keepPublicity(held, list []vigil.Evidence) {
	for i := range list {
		list[i].Public = sameDocument(held, list[i]).Public
	}
}

// sameDocument finds the reference on file with the title and link of another.
func sameDocument(held []vigil.Evidence, e vigil.Evidence) vigil.Evidence {
	for _, h := range held {
		if h.Title == e.Title && h.Link == e.Link {
			return h
		}
	}
	return vigil.Evidence{}
}

// entriesBySlot finds the raw entry behind a reading, for its places.
func entriesBySlot(sub vigil.Submission) map[slot]vigil.Entry {
	m := map[slot]vigil.Entry{}
	for _, e := range sub.Entries {
		at := slot{e.Unit, e.Question}
		if _, twice := m[at]; !twice && !e.Blank() {
			m[at] = e
		}
	}
	return m
}
