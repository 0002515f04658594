package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// loading is a set of files on its way into a catalogue, with the source of each part.
type loading struct {
	c            *Catalogue
	sources      []*source
	methods      []loaded[*vigil.Methodology]
	forms        []loaded[*vigil.Questionnaire]
	banks        []loaded[*vigil.Bank]
	provisions   []loaded[[]vigil.Provision]
	crosswalks   []loaded[vigil.Crosswalk]
	publications []loaded[*vigil.Publication]
	ruleSets     []loaded[*vigil.RuleSet]
}

// loaded is a decoded file with its source.
type loaded[T any] struct {
	src  *source
	data T
}

// Load reads files and folders of fsys, all its *.yaml files when no path is given, in sorted order. It returns
// everything that is wrong with them, ordered by place; the catalogue is usable only when nothing is. Every
// questionnaire needs its methodology, and every provision it names, among the files.
func Load(fsys fs.FS, paths ...string) (*Catalogue, vigil.Problems) {
	l := &loading{c: &Catalogue{}}
	files, problems := collect(fsys, paths)
	for _, name := range files {
		l.read(fsys, name)
	}
	l.check()
	for _, s := range l.sources {
		problems = append(problems, s.all()...)
	}
	problems.Sort()
	return l.c, slices.CompactFunc(problems, vigil.Problem.Equal)
}

// collect lists the YAML files below the paths, sorted, each once.
func collect(fsys fs.FS, paths []string) ([]string, vigil.Problems) {
	var files []string
	var ps vigil.Problems
	if len(paths) == 0 {
		paths = []string{"."}
	}
	for _, p := range paths {
		p = path.Clean(strings.ReplaceAll(p, "\\", "/"))
		err := fs.WalkDir(fsys, p, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if !d.IsDir() && (name == p || isYAML(name)) {
				files = append(files, name)
			}
			return nil
		})
		if err != nil {
			ps.Add(vigil.Place{File: p}, "this file or folder cannot be read", "check its name and who may read it")
		}
	}
	slices.Sort(files)
	return slices.Compact(files), ps
}

func isYAML(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// read decodes one file by the field that says what it holds.
func (l *loading) read(fsys fs.FS, name string) {
	src := newSource(name)
	l.sources = append(l.sources, src)
	text, ok := readText(src, fsys, name)
	if !ok {
		return
	}
	root := parse(src, text)
	if root == nil {
		return
	}
	sum := sha256.Sum256(text)
	digest := hex.EncodeToString(sum[:])
	has := map[string]bool{}
	for _, p := range root.Values {
		if k, ok := keyText(p); ok {
			has[k] = true
		}
	}
	fill := func(v any) { src.decode(root, reflect.ValueOf(v).Elem(), "") }
	switch {
	case has["questionnaire"]:
		q := &vigil.Questionnaire{}
		fill(q)
		q.Digest = digest
		l.forms = append(l.forms, loaded[*vigil.Questionnaire]{src, q})
	case has["bank"]:
		b := &vigil.Bank{}
		fill(b)
		l.banks = append(l.banks, loaded[*vigil.Bank]{src, b})
	case has["rule_set"]:
		r := &vigil.RuleSet{}
		fill(r)
		r.Digest = digest
		l.ruleSets = append(l.ruleSets, loaded[*vigil.RuleSet]{src, r})
	case has["methodology"]:
		m := &vigil.Methodology{}
		fill(m)
		m.Digest = digest
		l.methods = append(l.methods, loaded[*vigil.Methodology]{src, m})
	case has["provisions"]:
		var file provisionsFile
		fill(&file)
		l.provisions = append(l.provisions, loaded[[]vigil.Provision]{src, file.Provisions})
	case has["frameworks"]:
		var cw vigil.Crosswalk
		fill(&cw)
		l.crosswalks = append(l.crosswalks, loaded[vigil.Crosswalk]{src, cw})
	case has["publication"]:
		p := &vigil.Publication{}
		fill(p)
		p.Digest = digest
		l.publications = append(l.publications, loaded[*vigil.Publication]{src, p})
	default:
		src.addAt(position(name, root), "nothing says what this file holds", "start it with methodology:, questionnaire:, bank:, provisions:, frameworks:, publication: or rule_set:")
	}
}

// readText reads a file whole. Pipes and devices are refused, because they may never end or never begin.
func readText(src *source, fsys fs.FS, name string) ([]byte, bool) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		src.add("", "the file cannot be read", "check its name and who may read it")
		return nil, false
	case !info.Mode().IsRegular():
		src.add("", "this is no ordinary file", "give a file with text, or a folder of such files")
		return nil, false
	case info.Size() > largestFile:
		src.add("", tooLarge, "split it")
		return nil, false
	}
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		src.add("", "the file cannot be read", "check who may read it")
		return nil, false
	}
	return text, true
}

// provisionsFile is a file of provisions.
type provisionsFile struct {
	Provisions []vigil.Provision `yaml:"provisions,required"`
}

// check looks at what the files mean together and fills the catalogue.
func (l *loading) check() {
	l.checkProvisions()
	l.checkCrosswalks()
	refs := map[string]string{}
	for _, m := range l.methods {
		checkMethodology(m.src, m.data, l.c)
		l.once(m.src, refs, "methodology", m.data.Ref())
		l.c.Methodologies = append(l.c.Methodologies, m.data)
	}
	banks := l.checkBanks()
	for _, q := range l.forms {
		l.once(q.src, refs, "questionnaire", q.data.Ref())
		m := l.c.Methodology(q.data.Method)
		if m == nil && q.data.Method != "" {
			q.src.add("methodology", fmt.Sprintf("the methodology %q is not among the files", q.data.Method), "write id@edition as its file gives them, or load its file too")
		}
		if m != nil {
			checkQuestionnaire(q.src, q.data, m, l.c)
			fillFrom(banks, q.src, q.data, m)
		}
		l.c.Questionnaires = append(l.c.Questionnaires, q.data)
	}
	for _, p := range l.publications {
		checkPublication(p.src, p.data)
		l.once(p.src, refs, "publication", p.data.Ref())
		l.c.Publications = append(l.c.Publications, p.data)
	}
	for _, r := range l.ruleSets {
		checkRuleSet(r.src, r.data, l.c.NewestMethodology(r.data.Methodology))
		l.once(r.src, refs, "rule_set", r.data.Ref())
		l.c.RuleSets = append(l.c.RuleSets, r.data)
	}
}

// once notes a second file with the same id and edition.
func (l *loading) once(src *source, refs map[string]string, what, ref string) {
	if first, twice := refs[what+" "+ref]; twice {
		src.add(what, fmt.Sprintf("the %s %s is in %s already", what, ref, first), "give one of them another edition")
		return
	}
	refs[what+" "+ref] = src.file
}
