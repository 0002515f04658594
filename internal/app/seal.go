package app

import (
	"context"

	"vigil/internal/seal"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// CheckSeal makes sure that the sealing keys in the data folder are those with which the data was sealed, and makes them
// where nothing was sealed yet. With other keys the program must not start: it would seal beside what it cannot open.
func (a *App) CheckSeal(ctx context.Context) error {
	var mark string
	read := func(tx *store.Tx) (err error) { mark, err = tx.SealMark(); return err }
	if err := a.Store.View(ctx, read); err != nil {
		return err
	}
	if mark == "" {
		box, err := a.box()
		if err != nil {
			return err
		}
		fresh, err := box.Mark()
		if err != nil {
			return err
		}
		err = a.Store.Tx(ctx, func(tx *store.Tx) error { return tx.PutSealMark(fresh) })
		if err == nil || vigil.KindOf(err) != vigil.Conflict {
			return err
		}
		if err := a.Store.View(ctx, read); err != nil { // another process was first
			return err
		}
	}
	box, err := seal.FindBox(a.Folder)
	if vigil.KindOf(err) == vigil.NotFound {
		return vigil.Errorf(vigil.Invalid, "the sealing keys of this data are missing from the folder %s; bring %s back from a backup", a.Folder, seal.Folder)
	} else if err != nil {
		return err
	}
	return box.Knows(mark)
}
