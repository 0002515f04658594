package cli

import (
	"context"
	"time"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/store"
)

// withApp opens the store and the catalogue, runs do and closes them. now nil is the clock of the machine.
func (s *run) withApp(ctx context.Context, now func() time.Time, do func(a *app.App) error) (err error) {
	c, problems := catalogue.Load(s.Questionnaires)
	if err := problems.Err(); err != nil {
		return err
	}
	st, err := store.Open(ctx, s.config(now))
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

func (s *run) config(now func() time.Time) store.Config {
	if s.database != "" {
		return store.Config{URL: s.database, Now: now}
	}
	return store.Config{Dir: s.data, Now: now}
}
