package app

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigil/internal/check"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Bounds of sharing.
const (
	LinkDays     = 21 // how long a section link opens where nobody says otherwise
	LinkDaysMost = 90
	linksAtOnce  = 50
)

// Sharing says how sections of an assessment are handed out: to people with an account, and by link to others.
type Sharing struct {
	Sections []string // ids of pillars, and vigil.SectionScreening
	People   []string // logins
	Due      string   // the day by which these people are to be done; may be empty
	Links    []string // one link each: for whom, in the words of the sender (an office or a role is enough)
	Language string   // of the links
	Days     int      // how long the links open; 0: LinkDays
}

// Shared is what was made.
type Shared struct {
	Assigned []vigil.Assignment
	Links    []NewLink
}

// NewLink is a section link with its address, which is shown this once: only a hash of it is kept.
type NewLink struct {
	vigil.Link
	Address string
}

// Share gives sections of an assessment to people and makes section links, all in one step or, if anything is wrong, nothing
// and every problem with the name of its field. To give somebody a section again changes the day by which it is due, and
// opens it again if it was done. To make the same links once more within a minute is a button pressed twice: the links that were made
// stay the only ones, each with a new address, since nobody saw the first.
func (a *App) Share(ctx context.Context, actor vigil.Actor, code string, in Sharing) (Shared, error) {
	var out Shared
	err := a.write(ctx, actor, ShareAction, func(tx *store.Tx) (done, error) {
		out = Shared{}
		as, org, err := assessmentForChange(tx, actor, ShareAction, code)
		if err != nil {
			return done{}, err
		}
		if !as.Status.Editable() {
			return done{}, vigil.Errorf(vigil.Conflict, "the assessment %q is %s and takes no answers, so there is nothing to share; have a reviewer return it first", code, as.Status)
		}
		q, _, err := a.editions(tx, as)
		if err != nil {
			return done{}, err
		}
		in.Sections, in.People, in.Links = distinct(in.Sections), distinct(in.People), filled(in.Links)
		able, err := workers(tx, org)
		if err != nil {
			return done{}, err
		}
		if err := a.checkSharing(in, q, able).Err(); err != nil {
			return done{}, err
		}
		detail, err := a.share(tx, actor, as, in, &out)
		return done{"assessment:" + code, detail}, err
	})
	if err != nil {
		return Shared{}, err
	}
	return out, nil
}

// checkSharing finds everything that is wrong with what is to be shared.
func (a *App) checkSharing(in Sharing, q *vigil.Questionnaire, able []Worker) vigil.Problems {
	var ps vigil.Problems
	at := func(field string) vigil.Place { return vigil.Place{Field: field} }
	known := Sections(q)
	if len(in.Sections) == 0 {
		ps.Add(at("sections"), "no section is chosen", "choose at least one section")
	}
	for _, s := range in.Sections {
		if len(known[s]) == 0 {
			ps.Say(at("sections"), vigil.Say("the questionnaire has no section %q", s), vigil.Say("choose from the list"))
		}
	}
	if len(in.People) == 0 && len(in.Links) == 0 {
		ps.Add(at("people"), "nobody is chosen", "choose a person, or say for whom a link is")
	}
	for _, login := range in.People {
		if !slices.ContainsFunc(able, func(w Worker) bool { return w.Login == login }) {
			ps.Say(at("people"), vigil.Say("%q cannot answer for this organisation", login), vigil.Say("choose from the list, or make this person a member of the organisation first"))
		}
	}
	if in.Due != "" {
		if _, err := time.Parse(day, in.Due); err != nil {
			ps.Add(at("due"), "it is no date", "write it like 2026-11-23")
		} else if in.Due < a.today() {
			ps.Add(at("due"), "lies in the past", "give today or a later day")
		}
	}
	if len(in.Links) > linksAtOnce {
		ps.Say(at("links"), vigil.Say("these are more than %d links", linksAtOnce), vigil.Say("make them in several steps"))
	}
	for _, name := range in.Links {
		ps = append(ps, checkLinkName("links", name)...)
	}
	return append(ps, checkLinkTerms(in.Language, in.Days)...)
}

func checkLinkTerms(language string, days int) vigil.Problems {
	var ps vigil.Problems
	if days < 0 || days > LinkDaysMost {
		ps.Say(vigil.Place{Field: "days"}, vigil.Say("a link opens for 1 to %d days", LinkDaysMost), vigil.Say("give a number of days between these"))
	}
	for _, p := range check.Struct(vigil.Link{Language: language}) {
		ps.Say(vigil.Place{Field: p.Place.Field}, p.What, p.Do)
	}
	return ps
}

// checkLinkName checks the words for whom a link is: they stay on file, so they must not lead to a person.
func checkLinkName(field, name string) vigil.Problems {
	ps := harm(vigil.Place{}, text{field, name})
	if len([]rune(name)) > 200 {
		ps.Add(vigil.Place{Field: field}, "is longer than 200 characters", "shorten it; an office or a role is enough")
	}
	return ps
}

// share stores what was found good, and says it in codes.
func (a *App) share(tx *store.Tx, actor vigil.Actor, as vigil.Assessment, in Sharing, out *Shared) (string, error) {
	have, err := tx.Assignments(as.ID)
	if err != nil {
		return "", err
	}
	for _, section := range in.Sections {
		for _, person := range in.People {
			x, err := a.assign(tx, actor, as, have, vigil.Assignment{AssessmentID: as.ID, Section: section, Person: person, Due: in.Due})
			if err != nil {
				return "", err
			}
			out.Assigned = append(out.Assigned, x)
		}
	}
	detail := strings.Join(append(append([]string{}, in.Sections...), in.People...), " ")
	links, err := tx.LinksOf(as.ID)
	if err != nil {
		return "", err
	}
	before := &madeBefore{links}
	for _, name := range in.Links {
		l := vigil.Link{Purpose: vigil.SectionLink, AssessmentID: as.ID, Sections: in.Sections, Name: name, Language: in.Language, CreatedBy: actor.Person, ExpiresAt: a.linkEnd(in.Days)}
		token, err := a.linkOnce(tx, before, &l)
		if err != nil {
			return "", err
		}
		out.Links = append(out.Links, NewLink{l, a.LinkAddress(token)})
		detail += " link " + strconv.FormatInt(l.ID, 10)
	}
	return detail, nil
}

func (a *App) linkEnd(days int) time.Time {
	if days == 0 {
		days = LinkDays
	}
	return a.now().AddDate(0, 0, days)
}

func (a *App) assign(tx *store.Tx, actor vigil.Actor, as vigil.Assessment, have []vigil.Assignment, x vigil.Assignment) (vigil.Assignment, error) {
	at := slices.IndexFunc(have, func(h vigil.Assignment) bool { return h.Section == x.Section && h.Person == x.Person })
	if at < 0 {
		x.AssignedBy, x.AssignedAt = actor.Person, a.now()
		return x, tx.CreateAssignment(&x)
	}
	old := have[at]
	if old.Done() {
		if err := tx.SetAssignmentDone(old.ID, nil); err != nil {
			return old, err
		}
		old.DoneAt = nil
	}
	if old.Due == x.Due {
		return old, nil
	}
	old.Due = x.Due
	return old, tx.SetAssignmentDue(old.ID, x.Due)
}

// distinct gives each text once, in order, without those that are empty.
func distinct(list []string) []string {
	var out []string
	for _, s := range filled(list) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// filled gives the texts that are not empty, without blanks around them.
func filled(list []string) []string {
	var out []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}
