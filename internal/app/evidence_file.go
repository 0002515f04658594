package app

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"vigil/internal/store"
	"vigil/internal/vault"
	"vigil/internal/vigil"
)

// UploadFile takes a file into the library of an organisation, for answers of an assessment to rest on later. A file that is
// there already is given as it is.
func (a *App) UploadFile(ctx context.Context, actor vigil.Actor, code string, u Upload) (vigil.File, error) {
	var f vigil.File
	check := func(tx *store.Tx) (vigil.Assessment, error) {
		as, _, err := assessment(tx, actor, UploadFileAction, code)
		if err == nil && !as.Status.Editable() {
			err = vigil.Errorf(vigil.Conflict, "the assessment %q is %s and takes no files; have a reviewer return it first", code, as.Status)
		}
		return as, err
	}
	err := a.read(ctx, actor, UploadFileAction, func(tx *store.Tx) error {
		as, err := check(tx)
		if err != nil {
			return err
		}
		ps := harm(vigil.Place{}, text{"file", u.Name})
		if u.Date != "" {
			notAfter(&ps, "date", u.Date, a.today(), vigil.Say("which is today"))
		}
		if len(ps) > 0 {
			return ps
		}
		return a.room(tx, actor, as, u.Size)
	})
	if err != nil {
		return f, err
	}
	k, err := a.takeIn(ctx, u)
	if err != nil {
		return f, err
	}
	err = a.write(ctx, actor, UploadFileAction, func(tx *store.Tx) (done, error) {
		as, err := check(tx)
		if err != nil {
			return done{}, err
		}
		f, err = a.record(ctx, tx, actor, as, k)
		return done{"assessment:" + code, "file:" + f.Code}, err
	})
	if err != nil {
		_ = a.sweep(context.WithoutCancel(ctx), k.vault, k.Hash, k.CopyHash) // vigil verify finds what stays
	}
	return f, err
}

// TakingFiles gives the assessments for which the actor may upload files now, the last changed first.
func (a *App) TakingFiles(ctx context.Context, actor vigil.Actor) ([]vigil.Assessment, error) {
	var list []vigil.Assessment
	err := a.read(ctx, actor, UploadFileAction, func(tx *store.Tx) error {
		seen, err := scope(tx, actor, UploadFileAction)
		if err != nil {
			return err
		}
		list, _, err = tx.FindAssessments(seen, store.AssessmentFilter{}, store.Page{})
		list = slices.DeleteFunc(list, func(as vigil.Assessment) bool { return !as.Status.Editable() })
		return err
	})
	return list, err
}

// What can be wrong with a file in the store.
const (
	FileMissing = "missing" // it, or its copy, is not there
	FileChanged = "changed" // its copy is not what was kept
)

// FileDamage says what is wrong with a file in the store; empty: nothing that would show in its copy.
func (a *App) FileDamage(ctx context.Context, actor vigil.Actor, file string) (string, error) {
	var f vigil.File
	err := a.read(ctx, actor, ShowFileAction, func(tx *store.Tx) (err error) {
		f, _, err = a.fileFor(tx, actor, ShowFileAction, file)
		return err
	})
	if err != nil {
		return "", err
	}
	v, err := a.vault(ctx)
	if err != nil {
		return "", err
	}
	switch err := errors.Join(v.Has(ctx, f.Hash, f.CleanHash), v.CheckCopy(ctx, f.CleanHash)); {
	case err == nil || ctx.Err() != nil:
		return "", ctx.Err()
	case vault.Missing(err):
		return FileMissing, nil
	case vigil.Later(err): // nobody knows while the store does not answer
		return "", err
	default:
		return FileChanged, nil
	}
}

// OpenFile gives the cleaned copy of a file to be read to its end and closed. All of it was found unchanged before; a copy that
// is not what was kept is refused. Every opening is in the audit log. The original cannot be had.
func (a *App) OpenFile(ctx context.Context, actor vigil.Actor, file string) (vigil.File, io.ReadCloser, error) {
	var f vigil.File
	err := a.read(ctx, actor, OpenFileAction, func(tx *store.Tx) (err error) {
		f, _, err = a.fileFor(tx, actor, OpenFileAction, file)
		return err
	})
	if err != nil {
		return f, nil, err
	}
	v, err := a.vault(ctx)
	if err != nil {
		return f, nil, err
	}
	body, err := v.OpenCopy(ctx, f.CleanHash)
	if err != nil {
		return f, nil, err
	}
	err = a.write(ctx, actor, OpenFileAction, func(tx *store.Tx) (done, error) {
		_, _, err := a.fileFor(tx, actor, OpenFileAction, file)
		return done{"file:" + file, ""}, err
	})
	if err != nil {
		body.Close()
		return f, nil, err
	}
	return f, body, nil
}

// RemoveFile deletes a file, its copy and its record. A file on which an answer rests is a Conflict.
func (a *App) RemoveFile(ctx context.Context, actor vigil.Actor, file string) error {
	var f vigil.File
	err := a.read(ctx, actor, RemoveFileAction, func(tx *store.Tx) (err error) {
		f, _, err = a.fileFor(tx, actor, RemoveFileAction, file)
		return err
	})
	if err != nil {
		return err
	}
	v, err := a.vault(ctx)
	if err != nil {
		return err
	}
	err = a.write(ctx, actor, RemoveFileAction, func(tx *store.Tx) (done, error) {
		if f, _, err = a.fileFor(tx, actor, RemoveFileAction, file); err != nil {
			return done{}, err
		}
		return done{"file:" + file, ""}, tx.DeleteFile(f)
	})
	if err != nil {
		return err
	}
	return a.sweep(ctx, v, f.Hash, f.CleanHash)
}

// fileFor loads a file for an actor who may do something with it. To an actor without a role in its organisation it is absent,
// and to one who came by a link so is what no answer to the link's own questions rests on.
func (a *App) fileFor(tx *store.Tx, actor vigil.Actor, action Action, code string) (vigil.File, vigil.Organisation, error) {
	hidden := absent("file", code)
	f, err := tx.File(code)
	if vigil.KindOf(err) == vigil.NotFound {
		return f, vigil.Organisation{}, hidden
	} else if err != nil {
		return f, vigil.Organisation{}, err
	}
	org, err := tx.OrganisationByID(f.OrganisationID)
	if err != nil {
		return vigil.File{}, org, err
	}
	if actor.Grant == nil {
		err = mayIn(tx, actor, action, org, hidden)
	} else {
		err = a.fileByLink(tx, actor, action, f, org, hidden)
	}
	if err != nil {
		return vigil.File{}, vigil.Organisation{}, err
	}
	return f, org, nil
}

func (a *App) fileByLink(tx *store.Tx, actor vigil.Actor, action Action, f vigil.File, org vigil.Organisation, hidden error) error {
	as, err := tx.Assessment(actor.Grant.Assessment)
	if err != nil || as.OrganisationID != org.ID {
		return hidden
	}
	if err := judge(actor.RoleOn(org.Code, as.Code), action, hidden); err != nil {
		return err
	}
	list, err := tx.Evidence(as.ID)
	if err != nil {
		return err
	}
	q, _, err := a.editions(tx, as)
	if err != nil {
		return err
	}
	open := openQuestions(actor, q)
	if !slices.ContainsFunc(list, func(e vigil.Evidence) bool { return e.File == f.Hash && open(e.Question) }) {
		return hidden
	}
	return nil
}

// FilesVerified is what a walk through all files found.
type FilesVerified struct {
	Files   int
	Damaged []DamagedFile
	Strays  []string // in the store, and known to nobody
}

// DamagedFile is a file that is not what was kept, or not there.
type DamagedFile struct{ File, Organisation, What string }

// VerifyFiles reads every stored file and its copy to the end, holds them against their hashes, and lists what lies in the store
// without belonging to any.
func (a *App) VerifyFiles(ctx context.Context, actor vigil.Actor) (FilesVerified, error) {
	var out FilesVerified
	var list []vigil.File
	names := map[int64]string{}
	err := a.read(ctx, actor, VerifyFilesAction, func(tx *store.Tx) (err error) {
		if list, err = tx.Files(0); err != nil {
			return err
		}
		orgs, err := tx.Organisations()
		for _, o := range orgs {
			names[o.ID] = o.Code
		}
		return err
	})
	if err != nil {
		return out, err
	}
	v, err := a.vault(ctx)
	if err != nil {
		return out, err
	}
	hashes := map[string]bool{}
	for _, f := range list {
		hashes[f.Hash], hashes[f.CleanHash] = true, true
		switch err := v.Check(ctx, f.Hash, f.CleanHash); {
		case ctx.Err() != nil:
			return out, ctx.Err()
		case err != nil:
			out.Damaged = append(out.Damaged, DamagedFile{f.Code, names[f.OrganisationID], strings.ReplaceAll(err.Error(), "\n", "; ")})
		}
	}
	out.Files = len(list)
	out.Strays, err = v.Strays(ctx, hashes)
	return out, err
}
