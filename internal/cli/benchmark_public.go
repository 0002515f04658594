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

	"vigil/internal/app"
	"vigil/internal/benchmark"
	"vigil/internal/report/site"
	"vigil/internal/vigil"
)

// publish writes what everybody may read, all of it past the gate, and what is for inside with it; or says why nothing may leave.
func (r *run) publish(ctx context.Context, b *benchmarkFiles, result *benchmark.Result, inside func() error, folder string) error {
	req, err := r.benchmarkRequest(ctx, b)
	if err != nil {
		return err
	}
	pages, err := r.pages(b.templates)
	if err != nil {
		return err
	}
	return r.withApp(ctx, func(a *app.App) error {
		count := 0
		err := a.PublishBenchmark(ctx, r.actor(), result, req, pages, func(files map[string][]byte) error {
			count = len(files)
			if err := inside(); err != nil {
				return err
			}
			return writeFolder(folder, files)
		})
		if err == nil {
			fmt.Fprintf(r.out, "%d files passed the gate and stand in %s, with a signed receipt of each score; the assessments have the status published\n", count, folder)
		}
		return err
	})
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
