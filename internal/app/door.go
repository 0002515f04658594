package app

import (
	"context"
	"strconv"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Thing is the kind of what somebody wants to do something with.
type Thing string

// The things that the door knows by their codes.
const (
	OrganisationThing Thing = "organisation"
	AssessmentThing   Thing = "assessment"
	AllegationThing   Thing = "allegation"
	CapThing          Thing = "cap"
)

// Door refuses, before anything else is done, an actor who may not do an action with a thing, in the words in which the
// method itself would: a page that shows a form is then as closed as what the form does. A thing of another kind is left to
// the method; without one it is enough that the actor may do the action somewhere. It only reads, and is no action itself.
func Door(ctx context.Context, a *App, actor vigil.Actor, action Action, thing Thing, code string) error {
	if err := allow(actor, action); err != nil {
		return err
	}
	var find func(tx *store.Tx) error
	switch thing {
	case OrganisationThing:
		find = func(tx *store.Tx) error { _, err := organisation(tx, actor, action, code); return err }
	case AssessmentThing:
		find = func(tx *store.Tx) error { _, _, err := assessment(tx, actor, action, code); return err }
	case AllegationThing:
		find = func(tx *store.Tx) error { _, _, err := caseFor(tx, actor, action, code); return err }
	case CapThing:
		id, err := strconv.ParseInt(code, 10, 64)
		if err != nil {
			return absent("cap", code)
		}
		find = func(tx *store.Tx) error { _, _, err := capFor(tx, actor, action, id); return err }
	default:
		return nil
	}
	return a.Store.View(ctx, find)
}
