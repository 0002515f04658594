package app_test

import (
	"io"
	"strings"
	"time"

	"vigil/internal/app"
	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// shared is a method of sharing, called on an assessment and on a thing of it.
type shared struct {
	action app.Action
	thing  func(tx *store.Tx, as vigil.Assessment, by vigil.Actor) (int64, string, error) // nil: it names none
	run    func(a *app.App, by vigil.Actor, code string, id int64, name string) error
}

// onShared calls every method of sharing on an assessment; what is given besides is good.
var onShared = map[string]shared{
	"Workers": {app.ShareAction, nil, func(a *app.App, by vigil.Actor, code string, _ int64, _ string) error {
		return second(a.Workers(ctx, by, code))
	}},
	"Assignments": {app.AssignmentsAction, nil, func(a *app.App, by vigil.Actor, code string, _ int64, _ string) error {
		return second(a.Assignments(ctx, by, code))
	}},
	"SectionLinks": {app.ListLinksAction, nil, func(a *app.App, by vigil.Actor, code string, _ int64, _ string) error {
		return second(a.SectionLinks(ctx, by, code))
	}},
	"Comments": {app.ListCommentsAction, nil, func(a *app.App, by vigil.Actor, code string, _ int64, _ string) error {
		return second(a.Comments(ctx, by, code))
	}},
	"Unassign": {app.UnassignAction, anAssignment, func(a *app.App, by vigil.Actor, code string, id int64, _ string) error {
		return a.Unassign(ctx, by, code, id)
	}},
	"MarkSectionDone": {app.MarkSectionDoneAction, anAssignment, func(a *app.App, by vigil.Actor, code string, id int64, _ string) error {
		return a.MarkSectionDone(ctx, by, code, id, true)
	}},
	"Share": {app.ShareAction, nil, func(a *app.App, by vigil.Actor, code string, _ int64, _ string) error {
		return second(a.Share(ctx, by, code, app.Sharing{Sections: []string{"P1"}, Links: []string{"the safety office"}}))
	}},
	"RevokeSectionLink": {app.RevokeSectionLinkAction, aLink, func(a *app.App, by vigil.Actor, code string, id int64, _ string) error {
		return a.RevokeSectionLink(ctx, by, code, id)
	}},
	"RenewSectionLink": {app.RenewSectionLinkAction, aLink, func(a *app.App, by vigil.Actor, code string, id int64, _ string) error {
		return second(a.RenewSectionLink(ctx, by, code, id, 0))
	}},
	"CommentsOn": {app.ListCommentsAction, nil, func(a *app.App, by vigil.Actor, code string, _ int64, _ string) error {
		return second(a.CommentsOn(ctx, by, code, "", "BE.a.1"))
	}},
	"AddComment": {app.AddCommentAction, nil, func(a *app.App, by vigil.Actor, code string, _ int64, _ string) error {
		return second(a.AddComment(ctx, by, code, app.CommentOn{Question: "BE.a.1", Text: "Which policy?"}))
	}},
	"EditComment": {app.EditCommentAction, aComment, func(a *app.App, by vigil.Actor, code string, id int64, _ string) error {
		return a.EditComment(ctx, by, code, id, 1, "Which one?")
	}},
	"ResolveComment": {app.ResolveCommentAction, aComment, func(a *app.App, by vigil.Actor, code string, id int64, _ string) error {
		return a.ResolveComment(ctx, by, code, id)
	}},
	"ReopenComment": {app.ReopenCommentAction, aComment, func(a *app.App, by vigil.Actor, code string, id int64, _ string) error {
		return a.ReopenComment(ctx, by, code, id)
	}},
	"DeleteComment": {app.DeleteCommentAction, aComment, func(a *app.App, by vigil.Actor, code string, id int64, _ string) error {
		return a.DeleteComment(ctx, by, code, id)
	}},
	"WorkbookIn": {app.WorkbookAction, nil, func(a *app.App, by vigil.Actor, code string, _ int64, _ string) error {
		return a.WorkbookIn(ctx, by, code, app.WorkbookOptions{Blank: true, Language: "en"}, io.Discard)
	}},
	"HoldImport": {app.HoldImportAction, nil, func(a *app.App, by vigil.Actor, code string, _ int64, _ string) error {
		return second(a.HoldImport(ctx, by, code, vigil.Submission{}))
	}},
	"HeldImport": {app.ImportAction, aHeldImport, func(a *app.App, by vigil.Actor, code string, _ int64, name string) error {
		return second(a.HeldImport(ctx, by, code, name))
	}},
	"ApplyImport": {app.ImportAction, aHeldImport, func(a *app.App, by vigil.Actor, code string, _ int64, name string) error {
		return second(a.ApplyImport(ctx, by, code, name, app.ImportOptions{}))
	}},
	"DropImport": {app.DropImportAction, aHeldImport, func(a *app.App, by vigil.Actor, code string, _ int64, name string) error {
		return a.DropImport(ctx, by, code, name)
	}},
}

func anAssignment(tx *store.Tx, as vigil.Assessment, by vigil.Actor) (int64, string, error) {
	token, _ := credential.NewToken()
	x := vigil.Assignment{AssessmentID: as.ID, Section: token, Person: by.Person, AssignedAt: noon}
	err := tx.CreateAssignment(&x)
	return x.ID, "", err
}

func aComment(tx *store.Tx, as vigil.Assessment, by vigil.Actor) (int64, string, error) {
	c := vigil.Comment{AssessmentID: as.ID, Question: "BE.a.1", Text: "Which policy?", Author: by.Person}
	err := tx.CreateComment(&c)
	return c.ID, "", err
}

func aLink(tx *store.Tx, as vigil.Assessment, _ vigil.Actor) (int64, string, error) {
	_, hash := credential.NewToken()
	l := vigil.Link{Hash: hash, Purpose: vigil.SectionLink, AssessmentID: as.ID, ExpiresAt: noon.Add(time.Hour)}
	err := tx.CreateLink(&l)
	return l.ID, "", err
}

func aHeldImport(tx *store.Tx, as vigil.Assessment, by vigil.Actor) (int64, string, error) {
	token, _ := credential.NewToken()
	return 0, token, tx.HoldImport(&store.HeldImport{AssessmentID: as.ID, Code: token, Person: by.Person, ExpiresAt: noon.Add(time.Hour), Document: []byte("unsealed")})
}

// prepared puts the thing into the store, behind the back of app, and calls the method on it.
func (s shared) prepared(a *app.App, by vigil.Actor, code string) error {
	id, name := int64(987654), "none"
	if s.thing != nil && !strings.HasPrefix(code, "nowhere") {
		err := a.Store.Tx(ctx, func(tx *store.Tx) error {
			as, err := tx.Assessment(code)
			if err == nil {
				id, name, err = s.thing(tx, as, by)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.run(a, by, code, id, name)
}

func init() {
	for name, s := range onShared {
		calls[name] = call{s.action, func(a *app.App, by vigil.Actor) error { return s.run(a, by, "acme-1", 987654, "none") }}
		onObject[name] = func(a *app.App, by vigil.Actor, at object) error { return s.prepared(a, by, at.assessment) }
	}
	calls["MyAssignments"] = call{app.MyAssignmentsAction, func(a *app.App, by vigil.Actor) error { return second(a.MyAssignments(ctx, by)) }}
	calls["MyLink"] = call{app.MyLinkAction, func(a *app.App, by vigil.Actor) error { return second(a.MyLink(ctx, by)) }}
	calls["NameRespondent"] = call{app.NameRespondentAction, func(a *app.App, by vigil.Actor) error { return a.NameRespondent(ctx, by, "the office") }}
	calls["HandIn"] = call{app.HandInAction, func(a *app.App, by vigil.Actor) error { return a.HandIn(ctx, by) }}
	everywhere = append(everywhere, "MyAssignments", "MyLink", "NameRespondent", "HandIn")
}
