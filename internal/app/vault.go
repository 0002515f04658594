package app

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"sync"

	"vigil/internal/store"
	"vigil/internal/vault"
	"vigil/internal/vigil"
)

// FileLimits bound what people may upload. A zero stands for the usual.
type FileLimits struct {
	FileBytes       int64 // of one file (25 MiB)
	AssessmentFiles int   // uploaded for one assessment (300)
	AssessmentBytes int64 // of these together (2 GiB)
}

func (l FileLimits) orUsual() FileLimits {
	return FileLimits{cmp.Or(l.FileBytes, 25<<20), cmp.Or(l.AssessmentFiles, 300), cmp.Or(l.AssessmentBytes, 2<<30)}
}

// MostFileBytes is how large an uploaded file may be, for pages that say so.
func (a *App) MostFileBytes() int64 { return a.FileLimits.orUsual().FileBytes }

// files is the vault, opened when it is first needed.
type files struct {
	mu    sync.Mutex
	vault *vault.Vault
}

// vault opens the store of files. It needs transactions of its own: never call it within one.
func (a *App) vault(ctx context.Context) (*vault.Vault, error) {
	a.files.mu.Lock()
	defer a.files.mu.Unlock()
	if a.files.vault != nil {
		return a.files.vault, nil
	}
	if err := a.CheckSeal(ctx); err != nil {
		return nil, err
	}
	box, err := a.box()
	if err != nil {
		return nil, err
	}
	v, err := vault.Open(ctx, cmp.Or(a.Evidence, filepath.Join(a.Folder, vault.Folder)), box)
	if err == nil {
		a.files.vault = v
	}
	return v, err
}

// room refuses a file for which an assessment has no room left.
func (a *App) room(tx *store.Tx, as vigil.Assessment, size int64) error {
	l := a.FileLimits.orUsual()
	list, err := tx.Files(as.OrganisationID)
	if err != nil {
		return err
	}
	count, bytes := 1, size
	for _, f := range list {
		if f.AssessmentID == as.ID {
			count, bytes = count+1, bytes+f.Size
		}
	}
	var ps vigil.Problems
	if count > l.AssessmentFiles {
		ps.Add(vigil.Place{Field: "file"}, fmt.Sprintf("would be one too many: %d files were uploaded for this assessment, and no more are taken in", l.AssessmentFiles), "delete files on which no answer rests, or give links")
	}
	if bytes > l.AssessmentBytes {
		ps.Add(vigil.Place{Field: "file"}, "is too much: the files of this assessment would have more than "+vault.Size(l.AssessmentBytes), "delete files on which no answer rests, or give links")
	}
	return ps.Err()
}

// sweep deletes from the vault what no record has any more: a file, its copy, or both. Whoever puts the same file in at that moment holds it
// against the vault again before it is recorded.
func (a *App) sweep(ctx context.Context, v *vault.Vault, hash, copyHash string) error {
	err := a.Store.View(ctx, func(tx *store.Tx) error {
		original, clean, err := tx.KnowsFile(hash, copyHash)
		if original {
			hash = ""
		}
		if clean {
			copyHash = ""
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Delete(ctx, hash, copyHash)
}
