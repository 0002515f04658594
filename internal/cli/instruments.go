package cli

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"vigil/internal/catalogue"
	"vigil/internal/vigil"
)

// builtin marks names of files that the program carries, among names on disk.
const builtin = "builtin:"

// instrumentFS opens files on disk by the name the person typed, and those the program carries by builtin names.
type instrumentFS struct{ carried fs.FS }

func (f instrumentFS) Open(name string) (fs.File, error) {
	if inside, ok := strings.CutPrefix(name, builtin); ok {
		return f.carried.Open(inside)
	}
	return os.Open(filepath.FromSlash(name))
}

var (
	hasProvisions = regexp.MustCompile(`(?m)^provisions:`)
	hasForm       = regexp.MustCompile(`(?m)^questionnaire:`)
	hasRules      = regexp.MustCompile(`(?m)^rule_set:`)
	hasBank       = regexp.MustCompile(`(?m)^bank: *["']?([^\s"'#]+)`)
	methodID      = regexp.MustCompile(`(?m)^methodology: *["']?([^\s"'#]+)`)
)

// loadFiles loads instruments from disk. What they rest on and do not bring themselves (provisions,
// methodologies, banks) is taken from what the program carries.
func (r *run) loadFiles(paths []string) (*catalogue.Catalogue, []string, error) {
	files, ps := yamlFiles(paths)
	if len(ps) > 0 {
		return nil, nil, ps
	}
	provisions, methods := false, map[string]bool{}
	banks, wanted := map[string]bool{}, map[string]bool{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // Load says so
		}
		provisions = provisions || hasProvisions.Match(text)
		form, bank := hasForm.Match(text), hasBank.FindSubmatch(text)
		if m := methodID.FindSubmatch(text); m != nil && !form && bank == nil && !hasRules.Match(text) {
			methods[string(m[1])] = true
		}
		if bank != nil {
			id, _, _ := strings.Cut(string(bank[1]), "@")
			map[bool]map[string]bool{true: wanted, false: banks}[form][id] = true
		}
	}
	all := append([]string(nil), files...)
	if !provisions {
		all = append(all, builtin+"provisions.yaml")
	}
	carried, err := fs.Glob(r.Questionnaires, "methodologies/*.yaml")
	if err != nil {
		return nil, nil, err
	}
	for _, name := range carried {
		if !methods[strings.TrimSuffix(path.Base(name), ".yaml")] {
			all = append(all, builtin+name)
		}
	}
	for id := range wanted {
		if !banks[id] {
			all = append(all, builtin+"bank")
			break
		}
	}
	c, problems := catalogue.Load(instrumentFS{r.Questionnaires}, all...)
	return c, files, problems.Err()
}

// yamlFiles lists the files named, and the YAML files of the folders named.
func yamlFiles(paths []string) ([]string, vigil.Problems) {
	var files []string
	var ps vigil.Problems
	for _, p := range paths {
		before := len(files)
		err := filepath.WalkDir(p, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if !d.IsDir() && (name == p || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")) {
				files = append(files, filepath.ToSlash(name))
			}
			return nil
		})
		switch {
		case err != nil:
			ps.Add(vigil.Place{File: p}, "there is no such file or folder, or it cannot be read", "check its name and who may read it")
		case len(files) == before:
			ps.Add(vigil.Place{File: p}, "the folder holds no YAML file", "name the folder with your questionnaires")
		}
	}
	return files, ps
}

// carried loads the instruments that the program carries, the reference sets left out.
func (r *run) carried() (*catalogue.Catalogue, error) {
	own, err := fs.Glob(r.Questionnaires, "*.yaml")
	if err != nil {
		return nil, err
	}
	c, ps := catalogue.Load(r.Questionnaires, append(own, "bank", "methodologies", "screening")...)
	return c, ps.Err()
}
