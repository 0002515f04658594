package cli

import (
	"context"
	"time"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/store"
)

// withApp opens the store and the catalogue, runs do and closes them. now nil is the clock of the machine.
func (r *run) withApp(ctx context.Context, now func() time.Time, do func(a *app.App) error) (err error) {
	c, problems := catalogue.Load(r.Questionnaires)
	if err := problems.Err(); err != nil {
		return err
	}
	st, err := store.Open(ctx, r.config(now))
	if err != nil {
		return err
	}
	defer func() {
		if e := st.Close(); err == nil {
			err = e
		}
	}()
	return do(&app.App{Store: st, Catalogue: c, Now: now})
}

func (r *run) config(now func() time.Time) store.Config {
	if r.database != "" {
		return store.Config{URL: r.database, Now: now}
	}
	return store.Config{Dir: r.data, Now: now}
}
