package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"vigil/internal/check"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// AddAllegation puts an allegation on an organisation's file and gives it back with its random code. Unsupported
// claims (K0) stay off the record. Opened, the day the company was told, is today where it is empty. What is on the file word for word
// already was sent twice, and gives the case that stands there: counted twice it would take off twice.
func (a *App) AddAllegation(ctx context.Context, actor vigil.Actor, code string, al vigil.Allegation) (vigil.Allegation, error) {
	if err := allow(actor, AddAllegationAction); err != nil {
		return al, err
	}
	al.ID, al.Version, al.Code = 0, 0, a.newCode()
	al.Reply, al.ReplyDate, al.Withdrawn, al.WithdrawReason = "", "", "", ""
	al.HoldFrom, al.HoldReview, al.HoldReason = "", "", ""
	if al.Opened == "" {
		al.Opened = a.today()
	}
	ps := a.checkAllegation(al)
	err := a.write(ctx, actor, AddAllegationAction, func(tx *store.Tx) (done, error) {
		org, err := organisation(tx, actor, AddAllegationAction, code)
		if err != nil {
			return done{}, err
		}
		al.OrganisationID = org.ID
		more, err := checkProject(tx, org, al.Project)
		if err != nil {
			return done{}, err
		}
		if err := append(ps, more...).Err(); err != nil {
			return done{}, err
		}
		if twin, err := sameCase(tx, al); err != nil || twin.ID > 0 {
			al = twin
			return done{}, cmp.Or(err, errUnchanged)
		}
		return done{"case:" + al.Code, "organisation:" + org.Code}, tx.CreateAllegation(&al)
	})
	return al, err
}

// sameCase finds the case that stands on the file of an organisation and says all that a new one says. Who adds to the same file at
// the same time waits.
func sameCase(tx *store.Tx, al vigil.Allegation) (vigil.Allegation, error) {
	if err := tx.LockOrganisation(al.OrganisationID); err != nil {
		return vigil.Allegation{}, err
	}
	list, err := tx.Allegations(al.OrganisationID)
	for _, x := range list {
		said := x
		said.ID, said.Version, said.Code = 0, 0, al.Code
		said.Reply, said.ReplyDate, said.HoldFrom, said.HoldReview, said.HoldReason = "", "", "", "", ""
		if said == al {
			return x, err
		}
	}
	return vigil.Allegation{}, err
}

func (a *App) checkAllegation(al vigil.Allegation) vigil.Problems {
	ps := check.Struct(al)
	if al.Credibility == "K0" {
		ps.Add(vigil.Place{Field: "credibility"}, "an unsupported claim (K0) is kept off the record", "wait for a source; one named source is K1")
	}
	if _, _, err := vigil.QuarterBounds(al.Quarter); err != nil && al.Quarter != "" {
		ps.Add(vigil.Place{Field: "quarter"}, "it is no quarter", "write it like 2026-Q2; a day or a month could point to a person")
	}
	if al.Sector != "" && !vigil.ValidSector(al.Sector) {
		ps.Say(vigil.Place{Field: "sector"}, vigil.Say("it is no sector code"), vigil.Say("use one of: %s", strings.Join(vigil.Sectors, ", ")))
	}
	notAfter(&ps, "opened", al.Opened, a.today(), vigil.Say("which is today"))
	return append(ps, harm(vigil.Place{}, text{"harm", al.Harm}, text{"project", al.Project}, text{"summary", al.Summary}, text{"source", al.Source})...)
}

// checkProject reports a project that is no unit of the organisation.
func checkProject(tx *store.Tx, org vigil.Organisation, project string) (vigil.Problems, error) {
	if project == "" {
		return nil, nil
	}
	units, err := tx.Units(org.ID)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		if u.Code == project {
			return nil, nil
		}
	}
	var ps vigil.Problems
	ps.Say(vigil.Place{Field: "project"}, vigil.Say("the organisation has no unit %q", project), vigil.Say("give the code of a unit, or leave it empty for the organisation as a whole"))
	return ps, nil
}

// caseOf loads an allegation that stands for an actor who may do something about it.
func caseOf(tx *store.Tx, actor vigil.Actor, action Action, code string) (vigil.Allegation, error) {
	al, _, err := caseFor(tx, actor, action, code)
	if err != nil {
		return al, err
	}
	if al.Withdrawn != "" {
		return al, vigil.Errorf(vigil.Conflict, "the case %q was withdrawn on %s and stays as it is", code, vigil.Day(al.Withdrawn))
	}
	return al, nil
}

// ReplyAllegation keeps the company's reply, word for word; a later reply is added below the first under its date.
// Because it is printed verbatim, a reply that could identify a person is refused with the place, so that the sender
// can take that out. An empty date is today.
func (a *App) ReplyAllegation(ctx context.Context, actor vigil.Actor, code, reply, date string) error {
	if err := allow(actor, ReplyAllegationAction); err != nil {
		return err
	}
	if date == "" {
		date = a.today()
	}
	ps := checkReply(reply)
	notAfter(&ps, "date", date, a.today(), vigil.Say("which is today"))
	if err := ps.Err(); err != nil {
		return err
	}
	return a.write(ctx, actor, ReplyAllegationAction, func(tx *store.Tx) (done, error) {
		al, err := caseOf(tx, actor, ReplyAllegationAction, code)
		if err != nil {
			return done{}, err
		}
		if err := a.known(tx, actor, al.OrganisationID, func(cases []vigil.CaseView, _ []vigil.CapView) bool {
			return slices.ContainsFunc(cases, func(v vigil.CaseView) bool { return v.Allegation.ID == al.ID })
		}, absent("allegation", code)); err != nil {
			return done{}, err
		}
		if date < al.Opened {
			ps.Say(vigil.Place{Field: "date"}, vigil.Say("lies before %s, the day the case was opened", vigil.Day(al.Opened)), vigil.Say("give the day on which the reply came"))
			return done{}, ps
		}
		said := addReply(al.Reply, reply, date)
		if said == al.Reply {
			return done{}, errUnchanged
		}
		al.Reply = said
		if al.ReplyDate == "" {
			al.ReplyDate = date
		}
		if err := check.Struct(al).Err(); err != nil {
			return done{}, err
		}
		return done{subject: "case:" + code}, tx.SaveAllegation(&al)
	})
}

// addReply puts a later reply below what was said before, both word for word. What was said last already stands there once.
func addReply(before, reply, date string) string {
	switch {
	case before == "":
		return reply
	case before == reply || strings.HasSuffix(before, ":\n"+reply):
		return before
	}
	return before + "\n\n" + date + ":\n" + reply
}

func checkReply(reply string) vigil.Problems {
	var ps vigil.Problems
	need(&ps, "reply", reply, "give the reply in the company's own words")
	return append(ps, harm(vigil.Place{}, text{"reply", reply})...)
}

// CorrectAllegation replaces what is said about the case of this code: facts, judgements and marks. Organisation,
// opening day, reply and hold stay. Version must be the one that was read; otherwise this is a Conflict, as is a
// correction that takes the ground from under a cap on file.
func (a *App) CorrectAllegation(ctx context.Context, actor vigil.Actor, al vigil.Allegation) (vigil.Allegation, error) {
	err := a.write(ctx, actor, CorrectAllegationAction, func(tx *store.Tx) (done, error) {
		old, err := caseOf(tx, actor, CorrectAllegationAction, al.Code)
		if err != nil {
			return done{}, err
		}
		opened := al.Opened
		al.ID, al.OrganisationID, al.Opened = old.ID, old.OrganisationID, old.Opened
		al.Reply, al.ReplyDate, al.Withdrawn, al.WithdrawReason = old.Reply, old.ReplyDate, "", ""
		al.HoldFrom, al.HoldReview, al.HoldReason = old.HoldFrom, old.HoldReview, old.HoldReason
		org, err := tx.OrganisationByID(old.OrganisationID)
		if err != nil {
			return done{}, err
		}
		ps := a.checkAllegation(al)
		if opened != "" && opened != old.Opened {
			ps.Say(vigil.Place{Field: "opened"}, vigil.Say("is %s on file, and a clock counts from it", vigil.Day(old.Opened)), vigil.Say("leave it out; if the day is wrong, withdraw the case and add it anew"))
		}
		more, err := checkProject(tx, org, al.Project)
		if err != nil {
			return done{}, err
		}
		if err := append(ps, more...).Err(); err != nil {
			return done{}, err
		}
		if err := a.stillSupported(tx, al); err != nil {
			return done{}, err
		}
		return done{subject: "case:" + al.Code}, tx.SaveAllegation(&al)
	})
	return al, err
}

// WithdrawAllegation takes a case out of every new score and report, with a reason. A cap that rests on it must be lifted
// first.
func (a *App) WithdrawAllegation(ctx context.Context, actor vigil.Actor, code, reason string) error {
	if err := allow(actor, WithdrawAllegationAction); err != nil {
		return err
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	return a.write(ctx, actor, WithdrawAllegationAction, func(tx *store.Tx) (done, error) {
		al, err := caseOf(tx, actor, WithdrawAllegationAction, code)
		if err != nil {
			return done{}, err
		}
		al.Withdrawn, al.WithdrawReason = a.today(), reason
		if err := a.stillSupported(tx, al); err != nil {
			return done{}, err
		}
		return done{subject: "case:" + code}, tx.SaveAllegation(&al)
	})
}

// Allegations lists the allegations on an organisation's file, withdrawn ones included, as this person may see them.
func (a *App) Allegations(ctx context.Context, actor vigil.Actor, code string) ([]vigil.Allegation, error) {
	var list []vigil.Allegation
	err := a.readNoted(ctx, actor, ListAllegationsAction, func(tx *store.Tx) (done, error) {
		org, err := organisation(tx, actor, ListAllegationsAction, code)
		if err != nil {
			return done{}, err
		}
		cases, _, err := a.recordOf(tx, actor, org)
		for _, v := range cases {
			list = append(list, v.Allegation)
		}
		return seen("organisation:"+code, cases, nil), err
	})
	return list, err
}
