package app

import (
	"cmp"
	"context"
	"path/filepath"
	"sync"

	"vigil/internal/store"
	"vigil/internal/vault"
)

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
