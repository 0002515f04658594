package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// soonDays is how long before its last day evidence is called expiring.
const soonDays = 60

// The ways in which a library can be narrowed by expiry.
const (
	Expired  = "expired"  // the last day is over
	Expiring = "expiring" // it comes within 60 days
	Unused   = "unused"   // no answer rests on it
)

// LibraryFilter narrows a library. Empty fields let everything through.
type LibraryFilter struct {
	Organisation string // code
	Grade        vigil.Grade
	Expiry       string // Expired, Expiring or Unused
	Words        string // in the name, title or link
	Page         int
	All          bool // every document, for a file
}

// Library is all evidence of the organisations that somebody may see.
type Library struct {
	Organisations []vigil.Organisation // to choose from
	Documents     []Document
	At            Paged
	Any           bool // there are documents without a filter
	Today         string
}

// Document is a file, a link or a title with all answers that rest on it.
type Document struct {
	File         vigil.File // ID 0: it is none
	Title        string
	Link         string
	Organisation vigil.Organisation
	Uses         []EvidenceUse // by assessment and question
	Grade        vigil.Grade   // the strongest among the uses
	Expires      string        // the first last day among the uses
	Today        string        // of the page of one document
}

// EvidenceUse is one answer that rests on a document.
type EvidenceUse struct {
	Assessment vigil.Assessment
	Evidence   vigil.Evidence
}

// ExpiresSoon reports whether evidence has its last day within the next 60 days.
func ExpiresSoon(expires, today string) bool {
	from, err := time.Parse(day, today)
	return err == nil && expires >= today && expires <= from.AddDate(0, 0, soonDays).Format(day)
}

// Library gives the evidence of every organisation for which the actor may see it: what was uploaded, and every link and title
// behind an answer, each once per organisation with all its uses.
func (a *App) Library(ctx context.Context, actor vigil.Actor, f LibraryFilter) (Library, error) {
	out := Library{Today: a.today()}
	err := a.read(ctx, actor, LibraryAction, func(tx *store.Tx) error {
		orgs, err := tx.Organisations()
		if err != nil {
			return err
		}
		for _, org := range orgs {
			err := mayIn(tx, actor, LibraryAction, org, absent("organisation", org.Code))
			if kind := vigil.KindOf(err); kind == vigil.NotFound || kind == vigil.Forbidden {
				continue
			} else if err != nil {
				return err
			}
			out.Organisations = append(out.Organisations, org)
			if f.Organisation != "" && f.Organisation != org.Code {
				continue
			}
			list, err := documents(tx, actor, org)
			if err != nil {
				return err
			}
			out.Any = out.Any || len(list) > 0
			for _, d := range list {
				if f.lets(d, out.Today) {
					out.Documents = append(out.Documents, d)
				}
			}
		}
		if f.Organisation != "" && !slices.ContainsFunc(out.Organisations, func(o vigil.Organisation) bool { return o.Code == f.Organisation }) {
			return absent("organisation", f.Organisation)
		}
		out.Documents, out.At = paged(out.Documents, Filter{Page: f.Page, All: f.All})
		return nil
	})
	return out, err
}

// lets reports whether a document is among those that were asked for.
func (f LibraryFilter) lets(d Document, today string) bool {
	switch f.Expiry {
	case Expired:
		if d.Expires == "" || d.Expires >= today {
			return false
		}
	case Expiring:
		if !ExpiresSoon(d.Expires, today) {
			return false
		}
	case Unused:
		if len(d.Uses) > 0 {
			return false
		}
	}
	if f.Grade != "" && d.Grade != f.Grade {
		return false
	}
	words := strings.ToLower(strings.TrimSpace(f.Words))
	return words == "" || strings.Contains(strings.ToLower(strings.Join([]string{d.File.Name, d.Title, d.Link}, "\n")), words)
}

// documents gathers the evidence of an organisation by what it is.
func documents(tx *store.Tx, actor vigil.Actor, org vigil.Organisation) ([]Document, error) {
	assessments, err := tx.Assessments(org.ID)
	if err != nil {
		return nil, err
	}
	byID := map[int64]vigil.Assessment{}
	for _, as := range assessments {
		if as.Status != vigil.Withdrawn || seesWithdrawn(actor) {
			byID[as.ID] = as
		}
	}
	held, err := tx.Files(org.ID)
	if err != nil {
		return nil, err
	}
	list := make([]Document, 0, len(held))
	place := map[string]int{}
	for _, f := range held {
		place[f.Hash] = len(list)
		list = append(list, Document{File: f, Title: f.Name, Organisation: org})
	}
	references, err := tx.EvidenceOf(org.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range references {
		as, seen := byID[e.AssessmentID]
		if !seen {
			continue
		}
		key := cmp.Or(e.File, "link\n"+e.Link)
		if e.File == "" && e.Link == "" {
			key = "title\n" + e.Title
		}
		i, known := place[key]
		if !known {
			i, place[key] = len(list), len(list)
			list = append(list, Document{Title: e.Title, Link: e.Link, Organisation: org})
		}
		d := &list[i]
		d.Uses = append(d.Uses, EvidenceUse{as, e})
		if d.Grade == "" || e.Grade.Rank() > d.Grade.Rank() {
			d.Grade = e.Grade
		}
		if e.Expires != "" && (d.Expires == "" || e.Expires < d.Expires) {
			d.Expires = e.Expires
		}
	}
	slices.SortStableFunc(list, func(x, y Document) int { return cmp.Compare(strings.ToLower(x.Title), strings.ToLower(y.Title)) })
	return list, nil
}

// FileCodes gives the codes of an organisation's files by their hashes, for pages that show the references of an assessment.
func (a *App) FileCodes(ctx context.Context, actor vigil.Actor, code string) (map[string]string, error) {
	codes := map[string]string{}
	err := a.read(ctx, actor, AnswersAction, func(tx *store.Tx) error {
		_, org, err := assessment(tx, actor, AnswersAction, code)
		if err != nil {
			return err
		}
		list, err := tx.Files(org.ID)
		for _, f := range list {
			codes[f.Hash] = f.Code
		}
		return err
	})
	return codes, err
}

// Document gives one file with all answers that rest on it.
func (a *App) Document(ctx context.Context, actor vigil.Actor, file string) (Document, error) {
	var d Document
	err := a.read(ctx, actor, ShowFileAction, func(tx *store.Tx) error {
		f, org, err := a.fileFor(tx, actor, ShowFileAction, file)
		if err != nil {
			return err
		}
		d = Document{File: f, Title: f.Name, Organisation: org}
		if actor.Grant != nil { // whoever came by a link sees no other answers
			return nil
		}
		list, err := documents(tx, actor, org)
		if i := slices.IndexFunc(list, func(x Document) bool { return x.File.ID == f.ID }); i >= 0 {
			d = list[i]
		}
		return err
	})
	d.Today = a.today()
	return d, err
}

// Reusable gives what an answer of an assessment can rest on besides what is new: the files, links and titles of its organisation.
// Whoever came by a link is shown none.
func (a *App) Reusable(ctx context.Context, actor vigil.Actor, code string) ([]Document, error) {
	var list []Document
	err := a.read(ctx, actor, AddEvidenceAction, func(tx *store.Tx) error {
		_, org, err := assessment(tx, actor, AddEvidenceAction, code)
		if err != nil || actor.Grant != nil {
			return err
		}
		list, err = documents(tx, actor, org)
		return err
	})
	return list, err
}
