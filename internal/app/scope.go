package app

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// allow refuses an actor without a name, and one who may do this nowhere. Where an action is about an organisation, may
// decides again for that one, as soon as it is known.
func allow(actor vigil.Actor, action Action) error {
	if strings.TrimSpace(actor.Person) == "" {
		return vigil.Errorf(vigil.Forbidden, "nobody is named for %q; say who does this, because the audit log records the person", vigil.Word(action))
	}
	if May(actor.Role, action) {
		return nil
	}
	if !workspace[action] && actor.Grant == nil {
		for _, role := range actor.In {
			if May(role, action) {
				return nil
			}
		}
	}
	return forbidden(actor.Role, action)
}

func forbidden(role vigil.Role, action Action) error {
	var who vigil.Words
	for _, r := range vigil.Roles {
		if May(r, action) {
			who = append(who, vigil.Word(r))
		}
	}
	switch {
	case role == "" && workspace[action]:
		return vigil.Errorf(vigil.Forbidden, "%q takes a role in the whole workspace, and this person has none; ask somebody with one of these roles: %s", vigil.Word(action), who)
	case role == "":
		return vigil.Errorf(vigil.Forbidden, "none of this person's roles may do %q; ask somebody with one of these roles: %s", vigil.Word(action), who)
	}
	return vigil.Errorf(vigil.Forbidden, "the role %q may not do %q; ask somebody with one of these roles: %s", role, vigil.Word(action), who)
}

// absent is what is said of a thing that is not there, and in the same words of one that the actor must not know of.
func absent(noun vigil.Word, code string) error {
	return vigil.Errorf(vigil.NotFound, "there is no %s %q", noun, code)
}

// judge refuses a role that may not do something; none at all gets hidden, which says that the thing is not there.
func judge(role vigil.Role, action Action, hidden error) error {
	switch {
	case role == "":
		return hidden
	case !May(role, action):
		return forbidden(role, action)
	}
	return nil
}

// roleIn is the actor's role for an organisation. Who is a respondent in the whole workspace belongs only to the
// organisations that have this person among their members.
func roleIn(tx *store.Tx, actor vigil.Actor, org vigil.Organisation) (vigil.Role, error) {
	role := actor.RoleIn(org.Code)
	if _, named := actor.In[org.Code]; named || role != vigil.Respondent {
		return role, nil
	}
	return memberRole(tx, actor, org.ID)
}

// roleOn is the actor's role for an assessment of an organisation, also of who came by a section link.
func roleOn(tx *store.Tx, actor vigil.Actor, org vigil.Organisation, code string) (vigil.Role, error) {
	if actor.Grant != nil {
		return actor.RoleOn(org.Code, code), nil
	}
	return roleIn(tx, actor, org)
}

func memberRole(tx *store.Tx, actor vigil.Actor, organisation int64) (vigil.Role, error) {
	list, err := tx.Memberships(organisation)
	if err != nil {
		return "", err
	}
	for _, m := range list {
		if m.Role == vigil.Respondent && samePerson(m.Person, actor.Person) {
			return vigil.Respondent, nil
		}
	}
	return "", nil
}

// organisation loads an organisation for an actor who may do something for it. To an actor without a role there it is
// absent.
func organisation(tx *store.Tx, actor vigil.Actor, action Action, code string) (vigil.Organisation, error) {
	org, err := tx.Organisation(code)
	if err != nil {
		return org, err
	}
	return org, mayIn(tx, actor, action, org, absent("organisation", code))
}

// mayIn decides for one organisation; hidden is what an actor without a role there is told.
func mayIn(tx *store.Tx, actor vigil.Actor, action Action, org vigil.Organisation, hidden error) error {
	role, err := roleIn(tx, actor, org)
	if err != nil {
		return err
	}
	if err := judge(role, action, hidden); err != nil {
		return err
	}
	if !MayOn(actor, role, action) {
		return vigil.Errorf(vigil.Forbidden, "whoever works for the company that a case is about may reply to it, and not do %q; ask somebody with a role in the whole workspace", vigil.Word(action))
	}
	return nil
}

// assessment loads an assessment with its organisation for an actor who may do something with it. To an actor without a
// role there it is absent, and so is a withdrawn one to all but the administrator and the auditor of the workspace.
func assessment(tx *store.Tx, actor vigil.Actor, action Action, code string) (vigil.Assessment, vigil.Organisation, error) {
	as, err := tx.Assessment(code)
	if err != nil {
		return as, vigil.Organisation{}, err
	}
	org, err := tx.OrganisationByID(as.OrganisationID)
	if err != nil {
		return as, org, err
	}
	hidden := absent("assessment", code)
	if as.Status == vigil.Withdrawn && !seesWithdrawn(actor) {
		return vigil.Assessment{}, vigil.Organisation{}, hidden
	}
	if actor.Grant != nil {
		err = judge(actor.RoleOn(org.Code, as.Code), action, hidden)
	} else {
		err = mayIn(tx, actor, action, org, hidden)
	}
	if err != nil {
		return vigil.Assessment{}, vigil.Organisation{}, err
	}
	return as, org, nil
}

func seesWithdrawn(actor vigil.Actor) bool {
	return actor.Grant == nil && (actor.Role == vigil.Administrator || actor.Role == vigil.Auditor)
}

// assessmentForChange is assessment for what rests on its status and its answers staying as they were read: everybody else who
// changes it waits until the transaction ends.
func assessmentForChange(tx *store.Tx, actor vigil.Actor, action Action, code string) (vigil.Assessment, vigil.Organisation, error) {
	as, org, err := assessment(tx, actor, action, code)
	if err == nil {
		err = tx.LockAssessment(&as)
	}
	return as, org, err
}

// caseFor loads an allegation for an actor who may do something about it, and its organisation.
func caseFor(tx *store.Tx, actor vigil.Actor, action Action, code string) (vigil.Allegation, vigil.Organisation, error) {
	al, err := tx.Allegation(code)
	if err != nil {
		return al, vigil.Organisation{}, err
	}
	org, err := tx.OrganisationByID(al.OrganisationID)
	if err != nil {
		return al, org, err
	}
	return al, org, mayIn(tx, actor, action, org, absent("allegation", code))
}

// capFor loads a cap for an actor who may do something about it, and its organisation.
func capFor(tx *store.Tx, actor vigil.Actor, action Action, id int64) (vigil.Cap, vigil.Organisation, error) {
	c, err := tx.Cap(id)
	if err != nil {
		return c, vigil.Organisation{}, err
	}
	org, err := tx.OrganisationByID(c.OrganisationID)
	if err != nil {
		return c, org, err
	}
	return c, org, mayIn(tx, actor, action, org, vigil.Errorf(vigil.NotFound, "there is no cap %d", id))
}

// scope is what a list may hold for an actor who may do something: the one place that says so for many things at once, as mayIn
// does for one.
func scope(tx *store.Tx, actor vigil.Actor, action Action) (store.Scope, error) {
	s := store.Scope{Withdrawn: seesWithdrawn(actor)}
	if actor.Grant != nil {
		s.Assessment = actor.Grant.Assessment
		return s, nil
	}
	s.Everything = actor.Role != vigil.Respondent && May(actor.Role, action) // who is a respondent everywhere belongs to some alone
	var codes []string
	for code, role := range actor.In {
		if May(role, action) != s.Everything {
			codes = append(codes, code)
		}
	}
	var err error
	if s.Organisations, err = tx.OrganisationIDs(codes); err != nil || actor.Role != vigil.Respondent || !May(vigil.Respondent, action) {
		return s, err
	}
	named, err := tx.OrganisationIDs(slices.Collect(maps.Keys(actor.In)))
	if err != nil {
		return s, err
	}
	members, err := tx.MembershipsAs(vigil.Respondent)
	for _, m := range members {
		if samePerson(m.Person, actor.Person) && !slices.Contains(named, m.OrganisationID) {
			s.Organisations = append(s.Organisations, m.OrganisationID)
		}
	}
	return s, err
}

// visible gives the organisations for which the actor has a role that may do something, by id.
func visible(tx *store.Tx, actor vigil.Actor, action Action) (map[int64]vigil.Organisation, error) {
	s, err := scope(tx, actor, action)
	if err != nil {
		return nil, err
	}
	list, _, err := tx.FindOrganisations(s, store.OrganisationFilter{}, store.Page{})
	seen := map[int64]vigil.Organisation{}
	for _, o := range list {
		seen[o.ID] = o
	}
	return seen, err
}

// openQuestions gives the questions that the actor may see and answer: all of them, or those of the sections that a link opens.
func openQuestions(actor vigil.Actor, q *vigil.Questionnaire) func(question string) bool {
	if actor.Grant == nil || len(actor.Grant.Sections) == 0 {
		return func(string) bool { return true }
	}
	ids := map[string]bool{}
	for section, list := range Sections(q) {
		if actor.Grant.Opens(section) {
			for _, id := range list {
				ids[id] = true
			}
		}
	}
	return func(question string) bool { return ids[question] }
}

// Sections gives the ids of the questions of each section of a questionnaire.
func Sections(q *vigil.Questionnaire) map[string][]string {
	sections := map[string][]string{}
	var gather func(section string, list []vigil.Indicator)
	gather = func(section string, list []vigil.Indicator) {
		for i := range list {
			if list[i].IsQuestion() {
				sections[section] = append(sections[section], list[i].ID)
			}
			gather(section, list[i].Parts)
		}
	}
	gather(vigil.SectionScreening, q.Screening)
	for i := range q.Pillars {
		gather(q.Pillars[i].ID, q.Pillars[i].Indicators)
	}
	return sections
}

// actingRole is the role in which something was done to the subject of an audit entry.
func actingRole(tx *store.Tx, actor vigil.Actor, action Action, subject string) vigil.Role {
	if len(actor.In) == 0 {
		return actor.Role
	}
	kind, code, _ := strings.Cut(subject, ":")
	var organisation int64
	switch kind {
	case "organisation":
		return actor.RoleIn(code)
	case "assessment":
		as, _ := tx.Assessment(code)
		organisation = as.OrganisationID
	case "case":
		al, _ := tx.Allegation(code)
		organisation = al.OrganisationID
	case "cap":
		id, _ := strconv.ParseInt(code, 10, 64)
		c, _ := tx.Cap(id)
		organisation = c.OrganisationID
	}
	if organisation > 0 {
		if org, err := tx.OrganisationByID(organisation); err == nil {
			return actor.RoleIn(org.Code)
		}
	}
	if actor.Role != "" || workspace[action] {
		return actor.Role
	}
	for _, r := range vigil.Roles { // a subject of several organisations
		for _, in := range actor.In {
			if in == r && May(r, action) {
				return r
			}
		}
	}
	return ""
}

// Check refuses a role that may not do something, for pages that only show a form.
func Check(role vigil.Role, action Action) error {
	if May(role, action) {
		return nil
	}
	return forbidden(role, action)
}
