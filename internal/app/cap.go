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

// The terms of methodology 4.6.
const (
	replyWorkingDays  = 10
	urgentWorkingDays = 3 // where somebody's life is at risk
	reviewDays        = 90
)

// replyDue is the last day of the term for the company's reply to a cap, counted from now.
func replyDue(now time.Time, c vigil.Cap) string {
	n := replyWorkingDays
	if c.LifeAtRisk {
		n = urgentWorkingDays
	}
	return vigil.AddWorkingDays(now, n).Format(day)
}

// ProposeCap puts a cap on an organisation's file; it counts only once another person has confirmed it. allegation
// is the code of the case behind it, or empty; a cap whose ladder looks at the case needs one, and the case must be
// at least as credible as the rule asks. Opened is today where it is empty.
func (a *App) ProposeCap(ctx context.Context, actor vigil.Actor, code, allegation string, c vigil.Cap) (vigil.Cap, error) {
	if err := allow(actor, ProposeCapAction); err != nil {
		return c, err
	}
	c = vigil.Cap{Rule: c.Rule, Project: c.Project, Grade: c.Grade, Reason: c.Reason, Opened: c.Opened, LifeAtRisk: c.LifeAtRisk, ProposedBy: actor.Person}
	if c.Opened == "" {
		c.Opened = a.today()
	}
	c.Reason = strings.TrimSpace(c.Reason)
	ps := check.Struct(c)
	notAfter(&ps, "opened", c.Opened, a.today(), vigil.Say("which is today"))
	ps = append(ps, harm(vigil.Place{}, text{"project", c.Project}, text{"reason", c.Reason})...)
	err := a.write(ctx, actor, ProposeCapAction, func(tx *store.Tx) (done, error) {
		org, err := organisation(tx, actor, ProposeCapAction, code)
		if err != nil {
			return done{}, err
		}
		c.OrganisationID = org.ID
		all := append(vigil.Problems{}, ps...)
		more, err := checkProject(tx, org, c.Project)
		if err != nil {
			return done{}, err
		}
		all = append(all, more...)
		if more, err = a.checkCase(tx, actor, &c, allegation); err != nil {
			return done{}, err
		}
		if err := append(all, more...).Err(); err != nil {
			return done{}, err
		}
		if err := noTwin(tx, c); err != nil {
			return done{}, err
		}
		if err := tx.CreateCap(&c); err != nil {
			return done{}, err
		}
		return done{capSubject(c), strings.TrimSpace(c.Rule + " organisation:" + org.Code + " " + caseWord(allegation))}, nil
	})
	return c, err
}

func caseWord(code string) string {
	if code == "" {
		return ""
	}
	return "case:" + code
}

func capSubject(c vigil.Cap) string { return "cap:" + strconv.FormatInt(c.ID, 10) }

// checkCase ties the cap to the allegation of a code and reports where the rule asks for more.
func (a *App) checkCase(tx *store.Tx, actor vigil.Actor, c *vigil.Cap, code string) (vigil.Problems, error) {
	var ps vigil.Problems
	rule, ok := a.capRule(c.Rule)
	if !ok {
		ps.Say(vigil.Place{Field: "rule"}, vigil.Say("no methodology has a cap %q", c.Rule), vigil.Say("use an id like CAP-1, as the methodology lists them"))
		return ps, nil
	}
	if code == "" {
		if needsCase(rule) {
			ps.Say(vigil.Place{Field: "allegation"}, vigil.Say("%s depends on how the company answered a case, and none is named", rule.ID), vigil.Say("add the allegation first and give its code"))
		}
		return ps, nil
	}
	al, _, err := caseFor(tx, actor, ProposeCapAction, code)
	if err != nil {
		return nil, err
	}
	c.AllegationID = al.ID
	if al.OrganisationID != c.OrganisationID {
		ps.Say(vigil.Place{Field: "allegation"}, vigil.Say("the case %q is about another organisation", code), vigil.Say("name a case of this organisation"))
	}
	return append(ps, supports(rule, al)...), nil
}

// supports reports where a case is too weak to carry a cap.
func supports(rule vigil.CapRule, al vigil.Allegation) vigil.Problems {
	var ps vigil.Problems
	if al.Withdrawn != "" {
		ps.Say(vigil.Place{Field: "allegation"}, vigil.Say("the case %q was withdrawn", al.Code), vigil.Say("name a case that stands"))
	}
	if al.Credibility < rule.Credibility { // K0 to K4 sort as text
		ps.Say(vigil.Place{Field: "allegation"}, vigil.Say("the case %q has credibility %s, and %s needs %s or better", al.Code, al.Credibility, rule.ID, rule.Credibility), vigil.Say("wait for better sources; the case counts in the deduction meanwhile"))
	}
	return ps
}

// stillSupported refuses a change of a case that would take the ground from under a cap on file: the cap is judged
// first, by those who may lift it.
func (a *App) stillSupported(tx *store.Tx, al vigil.Allegation) error {
	caps, err := tx.Caps(al.OrganisationID)
	if err != nil {
		return err
	}
	for _, c := range caps {
		rule, known := a.capRule(c.Rule)
		if c.AllegationID == al.ID && c.Lifted == "" && (al.Withdrawn != "" || known && len(supports(rule, al)) > 0) {
			return vigil.Errorf(vigil.Conflict, "cap %d (%s) rests on the case %q, and would lose its ground; have a reviewer lift it first", c.ID, c.Rule, al.Code)
		}
	}
	return nil
}

// needsCase reports whether the ladder of a cap looks at the case behind it.
func needsCase(rule vigil.CapRule) bool {
	for _, step := range rule.Ladder {
		if strings.Contains(step.When, "case.") {
			return true
		}
	}
	return false
}

// capRule finds a cap's rule in the methodologies, newest last in the catalogue.
func (a *App) capRule(id string) (vigil.CapRule, bool) {
	for i := len(a.Catalogue.Methodologies) - 1; i >= 0; i-- {
		if rule, ok := a.Catalogue.Methodologies[i].Cap(id); ok {
			return rule, true
		}
	}
	return vigil.CapRule{}, false
}

// noTwin refuses a second open cap for the same thing.
func noTwin(tx *store.Tx, c vigil.Cap) error {
	list, err := tx.Caps(c.OrganisationID)
	if err != nil {
		return err
	}
	for _, x := range list {
		if x.Rule == c.Rule && x.Project == c.Project && x.AllegationID == c.AllegationID && x.Lifted == "" {
			return vigil.Errorf(vigil.Conflict, "%s is on file for this already as cap %d; confirm or lift that one", c.Rule, x.ID)
		}
	}
	return nil
}

// openCap loads a cap that was not lifted for an actor who may do something about it.
func openCap(tx *store.Tx, actor vigil.Actor, action Action, id int64) (vigil.Cap, error) {
	c, _, err := capFor(tx, actor, action, id)
	if err != nil {
		return c, err
	}
	if c.Lifted != "" {
		return c, vigil.Errorf(vigil.Conflict, "cap %d was lifted on %s and stays as it is; propose a new one if need be", id, vigil.Day(c.Lifted))
	}
	return c, nil
}

// ConfirmCap puts a proposed cap in force. It takes a second person, whatever the roles. The company's reply is due
// within 10 working days, or 3 where a life is at risk, and not while the clock of the case behind the cap is held;
// the next review is due after 90 days.
func (a *App) ConfirmCap(ctx context.Context, actor vigil.Actor, id int64) (vigil.Cap, error) {
	var c vigil.Cap
	err := a.write(ctx, actor, ConfirmCapAction, func(tx *store.Tx) (done, error) {
		var err error
		if c, err = openCap(tx, actor, ConfirmCapAction, id); err != nil {
			return done{}, err
		}
		if c.Confirmed != "" {
			return done{}, vigil.Errorf(vigil.Conflict, "cap %d was confirmed on %s already", id, vigil.Day(c.Confirmed))
		}
		if samePerson(c.ProposedBy, actor.Person) {
			return done{}, vigil.Errorf(vigil.Forbidden, "cap %d was proposed by the same person; another reviewer must confirm it", id)
		}
		held, err := a.recheckCase(tx, c)
		if err != nil {
			return done{}, err
		}
		now := a.now()
		c.ConfirmedBy, c.Confirmed = actor.Person, now.Format(day)
		if !held {
			c.ReplyDue = replyDue(now, c)
		}
		c.ReviewDue = now.AddDate(0, 0, reviewDays).Format(day)
		return done{capSubject(c), c.Rule}, tx.SaveCap(&c)
	})
	return c, err
}

// recheckCase looks again at the case behind a cap, which may have been withdrawn or corrected since the proposal, and
// reports whether its clock is held.
func (a *App) recheckCase(tx *store.Tx, c vigil.Cap) (held bool, err error) {
	rule, ok := a.capRule(c.Rule)
	if !ok || c.AllegationID == 0 {
		return false, nil
	}
	list, err := tx.Allegations(c.OrganisationID)
	if err != nil {
		return false, err
	}
	for _, al := range list {
		if al.ID == c.AllegationID {
			return al.HoldFrom != "", supports(rule, al).Err()
		}
	}
	return false, vigil.Errorf(vigil.NotFound, "the case behind cap %d is no longer on file", c.ID)
}

// ReplyCap keeps the company's reply to a cap, word for word, on the same terms as ReplyAllegation.
func (a *App) ReplyCap(ctx context.Context, actor vigil.Actor, id int64, reply string) error {
	if err := allow(actor, ReplyCapAction); err != nil {
		return err
	}
	if err := checkReply(reply).Err(); err != nil {
		return err
	}
	return a.write(ctx, actor, ReplyCapAction, func(tx *store.Tx) (done, error) {
		c, err := openCap(tx, actor, ReplyCapAction, id)
		if err != nil {
			return done{}, err
		}
		if err := a.known(tx, actor, c.OrganisationID, func(_ []vigil.CaseView, caps []vigil.CapView) bool {
			return slices.ContainsFunc(caps, func(v vigil.CapView) bool { return v.Cap.ID == id })
		}, vigil.Errorf(vigil.NotFound, "there is no cap %d", id)); err != nil {
			return done{}, err
		}
		said := addReply(c.Reply, reply, a.today())
		if said == c.Reply {
			return done{}, errUnchanged
		}
		c.Reply = said
		if err := check.Struct(c).Err(); err != nil {
			return done{}, err
		}
		return done{capSubject(c), c.Rule}, tx.SaveCap(&c)
	})
}

// LiftCap ends a cap from today on, with a reason; a proposal that was never confirmed is dropped in the same way.
func (a *App) LiftCap(ctx context.Context, actor vigil.Actor, id int64, reason string) error {
	if err := allow(actor, LiftCapAction); err != nil {
		return err
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	return a.write(ctx, actor, LiftCapAction, func(tx *store.Tx) (done, error) {
		c, err := openCap(tx, actor, LiftCapAction, id)
		if err != nil {
			return done{}, err
		}
		c.Lifted, c.LiftedBy, c.LiftReason = a.today(), actor.Person, reason
		return done{capSubject(c), c.Rule}, tx.SaveCap(&c)
	})
}

// Caps lists the caps on an organisation's file: proposed, in force and lifted, as this person may see them.
func (a *App) Caps(ctx context.Context, actor vigil.Actor, code string) ([]vigil.Cap, error) {
	var list []vigil.Cap
	err := a.readNoted(ctx, actor, ListCapsAction, func(tx *store.Tx) (done, error) {
		org, err := organisation(tx, actor, ListCapsAction, code)
		if err != nil {
			return done{}, err
		}
		_, caps, err := a.recordOf(tx, actor, org)
		for _, v := range caps {
			list = append(list, v.Cap)
		}
		return seen("organisation:"+code, nil, caps), err
	})
	return list, err
}
