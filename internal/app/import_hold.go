package app

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"time"

	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

const (
	holdTime  = 24 * time.Hour // how long a file waits for its plan to be applied
	heldAtOne = 3              // files of one person that wait for one assessment
)

// HeldImport is a file that was read and waits for its plan to be applied, or was applied.
type HeldImport struct {
	Code    string
	Expires time.Time
	Plan    ImportPlan    // as it is now; once applied the counts alone
	Applied *time.Time    // nil: waits
	Done    *ImportCounts // what was stored; nil: nothing yet
}

// heldDocument is what is kept of a file: what it says, never the file itself.
type heldDocument struct {
	Submission vigil.Submission
}

// HoldImport checks a submission as Import does, and keeps it until its plan is applied or a day is over: sealed, for this
// person and this assessment alone. What is wrong with it comes back as Problems and nothing is kept; conflicts are no
// problem, they wait to be decided. Of a person's files for an assessment the newest three are kept.
func (a *App) HoldImport(ctx context.Context, actor vigil.Actor, code string, sub vigil.Submission) (HeldImport, error) {
	var out HeldImport
	err := a.write(ctx, actor, HoldImportAction, func(tx *store.Tx) (done, error) {
		in, err := a.prepare(tx, actor, code, sub, ImportOptions{})
		if err != nil {
			return done{}, err
		}
		if _, err := tx.DeleteExpiredImports(a.now()); err != nil {
			return done{}, err
		}
		if err := tx.DropHeldImports(in.assessment.ID, actor.Person, heldAtOne-1); err != nil {
			return done{}, err
		}
		token, _ := credential.NewToken()
		h := store.HeldImport{AssessmentID: in.assessment.ID, Code: token, Person: actor.Person, ExpiresAt: a.now().Add(holdTime)}
		if h.Document, err = a.sealImport(h, heldDocument{sub}); err != nil {
			return done{}, err
		}
		if err := tx.HoldImport(&h); err != nil {
			return done{}, err
		}
		out = HeldImport{Code: h.Code, Expires: h.ExpiresAt, Plan: in.plan}
		return done{"assessment:" + code, in.plan.detail()}, nil
	})
	if err != nil {
		return HeldImport{}, err
	}
	return out, nil
}

// HeldImport gives the plan of a file that waits, made anew from what is on file now, or what became of it. To everybody but
// the person who sent it there is no such thing.
func (a *App) HeldImport(ctx context.Context, actor vigil.Actor, code, held string) (HeldImport, error) {
	var out HeldImport
	err := a.read(ctx, actor, ImportAction, func(tx *store.Tx) error {
		h, err := a.held(tx, actor, code, held)
		if err != nil {
			return err
		}
		out = HeldImport{Code: h.Code, Expires: h.ExpiresAt, Applied: h.AppliedAt}
		if h.AppliedAt != nil {
			out.Done = new(ImportCounts)
			err = json.Unmarshal(h.Result, out.Done)
			out.Plan.Counts = *out.Done
			return err
		}
		d, err := a.openImport(h)
		if err != nil {
			return err
		}
		in, err := a.prepare(tx, actor, code, d.Submission, ImportOptions{})
		out.Plan = in.plan
		return err
	})
	return out, err
}

// ApplyImport stores what the plan of a file says, exactly as it was looked at: o.Digest must be the digest of the plan that
// was shown, and every conflict decided. If what is on file is no longer as it was then, nothing is stored and the error
// is a Conflict. To apply a second time stores nothing more and gives what the first time gave.
func (a *App) ApplyImport(ctx context.Context, actor vigil.Actor, code, held string, o ImportOptions) (HeldImport, error) {
	var out HeldImport
	err := a.write(ctx, actor, ImportAction, func(tx *store.Tx) (done, error) {
		out = HeldImport{}
		h, err := a.held(tx, actor, code, held)
		switch {
		case err != nil:
			return done{}, err
		case h.AppliedAt != nil:
			return done{}, errUnchanged
		case o.Digest == "":
			return done{}, vigil.Errorf(vigil.Invalid, "it is not said which plan is to be applied; look at the plan first")
		}
		d, err := a.openImport(h)
		if err != nil {
			return done{}, err
		}
		in, err := a.prepare(tx, actor, code, d.Submission, o)
		out.Plan = in.plan
		if err = cmp.Or(err, in.plan.conflict()); err != nil {
			return done{}, err
		}
		result, err := json.Marshal(in.plan.Counts)
		if err != nil {
			return done{}, err
		}
		if err := tx.ClaimImport(h.ID, a.now(), result); err != nil {
			return done{}, err
		}
		return done{"assessment:" + code, in.plan.detail()}, in.store(tx, actor)
	})
	if vigil.KindOf(err) == vigil.Conflict {
		if now, again := a.HeldImport(ctx, actor, code, held); again == nil && now.Applied != nil {
			return now, nil // by an earlier click
		}
	}
	if err != nil {
		return out, err
	}
	return a.HeldImport(ctx, actor, code, held)
}

// DropImport lets go of a file whose plan is not to be applied.
func (a *App) DropImport(ctx context.Context, actor vigil.Actor, code, held string) error {
	return a.write(ctx, actor, DropImportAction, func(tx *store.Tx) (done, error) {
		h, err := a.held(tx, actor, code, held)
		if err != nil {
			return done{}, err
		}
		return done{subject: "assessment:" + code}, tx.DeleteHeldImport(h.ID)
	})
}

// held finds a file that somebody sent for an assessment and that waits still.
func (a *App) held(tx *store.Tx, actor vigil.Actor, code, held string) (store.HeldImport, error) {
	as, _, err := assessment(tx, actor, ImportAction, code)
	if err != nil {
		return store.HeldImport{}, err
	}
	none := vigil.Errorf(vigil.NotFound, "this plan is not there any more: it was let go, or its day is over; send the file again")
	if held == "" {
		return store.HeldImport{}, none
	}
	h, err := tx.HeldImport(as.ID, held)
	if vigil.KindOf(err) == vigil.NotFound || err == nil && (h.Person != actor.Person || !a.now().Before(h.ExpiresAt)) {
		return store.HeldImport{}, none
	}
	return h, err
}

// sealImport and openImport bind what a file says to the person and the assessment for which it was sent.
func (a *App) sealImport(h store.HeldImport, d heldDocument) ([]byte, error) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if err := cmp.Or(json.NewEncoder(w).Encode(d), w.Close()); err != nil {
		return nil, err
	}
	box, err := a.box()
	if err != nil {
		return nil, err
	}
	sealed, err := box.Seal(heldPlace(h), packed.Bytes())
	return []byte(sealed), err
}

func (a *App) openImport(h store.HeldImport) (heldDocument, error) {
	var d heldDocument
	box, err := a.box()
	if err != nil {
		return d, err
	}
	packed, err := box.Open(heldPlace(h), string(h.Document))
	if err != nil {
		return d, err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return d, err
	}
	return d, json.NewDecoder(io.LimitReader(r, 256<<20)).Decode(&d)
}

func heldPlace(h store.HeldImport) string {
	return coded([]any{"held_imports.document", h.AssessmentID, h.Person, h.Code})
}
