package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// withApp opens the store and the catalogue, runs do and closes them. A folder without data is refused: a mistyped name
// must not look like an empty database, nor leave one behind.
func (r *run) withApp(ctx context.Context, do func(a *app.App) error) error {
	if r.noData() {
		return vigil.Errorf(vigil.NotFound, "there is no data in the folder %s; name the right one with --data, or begin there with vigil organisation new", r.data)
	}
	return r.withNewApp(ctx, nil, do)
}

// noData reports whether the data would be a folder, and none is there.
func (r *run) noData() bool {
	if r.database != "" {
		return false
	}
	_, err := os.Stat(filepath.Join(r.data, store.File))
	return errors.Is(err, fs.ErrNotExist)
}

// withNewApp is withApp for those commands that begin: it makes the data and its keys where there are none. now nil is the clock of
// the machine.
func (r *run) withNewApp(ctx context.Context, now func() time.Time, do func(a *app.App) error) (err error) {
	c, problems := catalogue.Load(r.Questionnaires)
	if err := problems.Err(); err != nil {
		return err
	}
	a, err := app.Open(ctx, r.config(now), c, r.data)
	if err != nil {
		return err
	}
	defer func() {
		if e := a.Store.Close(); err == nil {
			err = e
		}
	}()
	return do(a)
}

func (r *run) config(now func() time.Time) store.Config {
	if r.database != "" {
		return store.Config{URL: r.database, Now: now}
	}
	return store.Config{Dir: r.data, Now: now}
}
