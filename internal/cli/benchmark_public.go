package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"vigil/internal/app"
	"vigil/internal/benchmark"
	"vigil/internal/report/site"
	"vigil/internal/seal"
	"vigil/internal/vigil"
)

// publicFiles makes what everybody may read, all of it past the gate, or says why nothing may leave.
func (r *run) publicFiles(ctx context.Context, b *benchmarkFiles, result *benchmark.Result) (map[string][]byte, error) {
	req, err := r.benchmarkRequest(ctx, b)
	if err != nil {
		return nil, err
	}
	pages, err := r.pages(b.templates)
	if err != nil {
		return nil, err
	}
	if b.score.answers == "" {
		var files map[string][]byte
		err := r.withApp(ctx, func(a *app.App) (err error) {
			files, err = a.PublishBenchmark(ctx, r.actor(), result, req, pages)
			return err
		})
		return files, err
	}
	c, err := r.carried()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(r.data, 0o700); err != nil { // the key that signs stays there
		return nil, unwritable(r.data, err)
	}
	key, err := seal.Open(r.data)
	if err != nil {
		return nil, err
	}
	p := app.Publishing{Result: result, Publication: req.Publication, Provisions: c.Provisions, Site: pages, Key: key, Now: time.Now(), Private: []string{r.person}}
	for _, coder := range req.Coders {
		p.Private = append(p.Private, coder.Name)
	}
	return app.Publish(p)
}

// pages are the templates of the site, with those in a folder over them if one is named.
func (r *run) pages(templates string) (*site.Site, error) {
	if templates != "" {
		return site.WithTemplates(r.Reports, templates)
	}
	return site.New(r.Reports)
}

// madeHere is a file by which a folder is known as one that this command wrote, so that it may be replaced.
const madeHere = "data/benchmark.json"

// writeFolder writes a folder whole or not at all: beside its place first, then moved there. One that this command wrote before
// is replaced; anything else in its place is left alone.
func writeFolder(folder string, files map[string][]byte) (err error) {
	folder = filepath.Clean(folder)
	if err := replaceable(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o777); err != nil {
		return unwritable(folder, err)
	}
	draft := filepath.Join(filepath.Dir(folder), ".vigil-"+rand.Text())
	defer os.RemoveAll(draft) //nolint:errcheck // after the move there is nothing left to remove
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !fs.ValidPath(name) {
			return fmt.Errorf("a file of the site has the name %q", name)
		}
		path := filepath.Join(draft, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return unwritable(path, err)
		}
		if err := os.WriteFile(path, files[name], 0o666); err != nil {
			return unwritable(path, err)
		}
	}
	old := draft + "-old"
	if err := os.Rename(folder, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritable(folder, err)
	}
	if err := os.Rename(draft, folder); err != nil {
		_ = os.Rename(old, folder)
		return unwritable(folder, err)
	}
	return os.RemoveAll(old)
}

// replaceable refuses a folder that holds something else than an earlier edition.
func replaceable(folder string) error {
	list, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(list) == 0 {
		return nil
	}
	if err != nil {
		return unwritable(folder, err)
	}
	if _, err := os.Stat(filepath.Join(folder, filepath.FromSlash(madeHere))); err != nil {
		return vigil.Errorf(vigil.Invalid, "the folder %s holds something else than a published benchmark; name a new folder", folder)
	}
	return nil
}
