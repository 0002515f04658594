package catalogue

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"vigil/internal/golden"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// base is a small set without problems; the files of testdata/problems are loaded beside it.
func base(t testing.TB, more map[string]string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range more {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for _, name := range []string{"provisions.yaml", "method.yaml", "form.yaml"} {
		b, err := os.ReadFile(filepath.Join("testdata/base", name))
		if err != nil {
			t.Fatal(err)
		}
		files["base/"+name] = &fstest.MapFile{Data: b}
	}
	return files
}

func TestProblems(t *testing.T) {
	names, err := filepath.Glob("testdata/problems/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no files with problems: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			_, ps := Load(base(t, map[string]string{filepath.Base(name): string(b)}))
			if len(ps) == 0 {
				t.Fatal("no problem was found")
			}
			for _, p := range ps {
				if p.Place.File == "" || p.Place.Line == 0 || p.Place.Column == 0 || p.What.Empty() || p.Do.Empty() {
					t.Errorf("%+v does not say where, what and what to do", p)
				}
			}
			golden.Equal(t, strings.TrimSuffix(name, ".yaml")+".want", []byte(ps.Error()+"\n"))
		})
	}
}

func TestHostileFiles(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"too large":    {"provisions: " + strings.Repeat("x", largestFile), "more than 1 MB"},
		"many short":   {"provisions:\n" + strings.Repeat("\n", mostLines), "more than 30000 lines"},
		"many wrong":   {"provisions:\n" + strings.Repeat("  - {id: A}\n", 2000), "more problems from here on"},
		"hexadecimal":  {"methodology: x\ntiers: {core: 0x10}\n", "give a number of 0 or more"},
		"not UTF-8":    {"provisions: \xff", "not text in UTF-8"},
		"deep flow":    {"provisions: " + strings.Repeat("[", 5000), "nested too deeply"},
		"deep lists":   {"provisions:\n" + strings.Repeat("- ", 5000), "nested too deeply"},
		"many lines":   {"provisions:" + strings.Repeat("\n[", 5000), "nested too deeply"},
		"deep keys":    {strings.Repeat("? ", 5000), "nested too deeply"},
		"alias bomb":   {"provisions: &a [x, *a]\n", "anchor"},
		"huge integer": {"methodology: x\nrounding: {decimals: 99999999999999999999}\n", "whole number"},
	} {
		t.Run(name, func(t *testing.T) {
			_, ps := Load(fstest.MapFS{"a.yaml": &fstest.MapFile{Data: []byte(c.text)}})
			if !strings.Contains(ps.Error(), c.want) {
				t.Errorf("problems %.300v, want %q", ps, c.want)
			}
		})
	}
}

// A pipe never begins and a device never ends, so neither may be read.
func TestOnlyOrdinaryFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "device.yaml")); err != nil {
		t.Fatal(err)
	}
	_, ps := Load(os.DirFS(dir))
	if len(ps) != 2 || !strings.Contains(ps[0].String(), "device.yaml:1:1: this is no ordinary file") || !strings.Contains(ps[1].String(), "pipe.yaml:1:1: this is no ordinary file") {
		t.Errorf("problems %v", ps)
	}
}

// Editors on other systems write a mark in front, or other ends of lines; brackets in comments open nothing.
func TestFilesFromOtherEditors(t *testing.T) {
	plain, err := os.ReadFile("testdata/base/provisions.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"byte order mark":      "\ufeff" + string(plain),
		"carriage returns":     strings.ReplaceAll(string(plain), "\n", "\r\n"),
		"brackets in comments": strings.Repeat("# [ {\n", 200) + string(plain),
	} {
		if c, ps := Load(fstest.MapFS{"a.yaml": &fstest.MapFile{Data: []byte(text)}}); len(ps) > 0 || len(c.Provisions) != 1 {
			t.Errorf("%s: %d provisions, problems %v", name, len(c.Provisions), ps)
		}
	}
}

func TestLoadRefusesPathsThatAreNotThere(t *testing.T) {
	_, ps := Load(base(t, nil), "base", "gone", "../outside")
	if len(ps) != 2 || !strings.Contains(ps.Error(), "gone: this file or folder cannot be read") {
		t.Errorf("problems %v", ps)
	}
}

func TestLoad(t *testing.T) {
	c, ps := Load(base(t, nil), "base/method.yaml", "base", "base/form.yaml")
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	q, m, err := c.Questionnaire("base")
	if err != nil || len(c.Questionnaires) != 1 || len(c.Methodologies) != 1 {
		t.Fatalf("%v; %d questionnaires, %d methodologies; each file is loaded once", err, len(c.Questionnaires), len(c.Methodologies))
	}
	in := q.Question("I.1")
	if in.Weight.String() != "1/3" || in.Level("2").In("en") != "All of it" || in.Evidence.Grades[0] != (vigil.LevelGrade{Level: "2", Grade: vigil.E2}) {
		t.Errorf("decoded %+v", in)
	}
	multi := q.Question("S.2").Elements
	if len(multi) != 2 || multi[0].ID != "A" || multi[0].Points != nil || multi[1].Text.In("en") != "Second" || *multi[1].Points != 2 {
		t.Errorf("elements %+v", multi)
	}
	if s, _ := m.Scale("graded"); len(s.Points) != 3 || s.Points[1] != (vigil.Valued{ID: "1", Value: 0.5}) {
		t.Errorf("scale %+v", s)
	}
	if _, _, err := c.Questionnaire("base@2.0.0"); vigil.KindOf(err) != vigil.NotFound || !strings.Contains(err.Error(), "base@1.0.0") {
		t.Errorf("error %v; want one that is not found and lists what there is", err)
	}
}

func TestNewestEdition(t *testing.T) {
	c := &Catalogue{Methodologies: []*vigil.Methodology{{ID: "m", Edition: "1"}}}
	for _, e := range []string{"0.2.0", "0.10.0", "0.9.1"} {
		c.Questionnaires = append(c.Questionnaires, &vigil.Questionnaire{ID: "q", Edition: e, Method: "m@1"})
	}
	if q, _, err := c.Questionnaire("q"); err != nil || q.Edition != "0.10.0" {
		t.Errorf("newest is %v (%v), want 0.10.0", q, err)
	}
	if q, _, err := c.Questionnaire("q@0.9.1"); err != nil || q.Edition != "0.9.1" {
		t.Errorf("got %v (%v), want 0.9.1", q, err)
	}
	c.Questionnaires[0].Method, c.Questionnaires[0].Edition = "gone@1", "3.0.0"
	if _, _, err := c.Questionnaire("q"); vigil.KindOf(err) != vigil.NotFound {
		t.Errorf("error %v, want not found: its methodology is missing", err)
	}
}

func TestReferences(t *testing.T) {
	c := &Catalogue{Crosswalk: vigil.Crosswalk{
		Frameworks: []vigil.Framework{{ID: "a"}, {ID: "b"}},
		Cells: []vigil.CrosswalkCell{
			{Provision: "X.1", Framework: "b", Reference: "7", Status: "v"},
			{Provision: "X.1", Framework: "a", Reference: "1", Status: "m"},
			{Provision: "X.1", Framework: "a", Reference: "2", Status: "v"},
			{Provision: "X.2", Framework: "a", Reference: "2", Status: "v"},
			{Provision: "X.3", Framework: "a", Reference: "3", Status: "v"},
		},
	}}
	got := c.References([]string{"X.1", "X.2"})
	if len(got) != 2 || got[0].Framework.ID != "a" || got[0].Reference != "2" || got[1].Reference != "7" {
		t.Errorf("references %v; want a 2 and b 7: looked up, once each, in the order of frameworks", got)
	}
}

func TestFramework(t *testing.T) {
	c := &Catalogue{Crosswalk: vigil.Crosswalk{
		Frameworks: []vigil.Framework{{ID: "csddd"}, {ID: "gri"}},
		Cells: []vigil.CrosswalkCell{
			{Provision: "X.2", Framework: "csddd", Reference: "8-9", Headings: []string{"Article 8", "Article 9"}, Status: "v"},
			{Provision: "X.1", Framework: "csddd", Reference: "1", Status: "m"},
			{Provision: "X.1", Framework: "gri", Reference: "411-1", Status: "v"},
		},
	}}
	f, cells, err := c.Framework(" CSDDD")
	if err != nil || f.ID != "csddd" || len(cells) != 1 || strings.Join(cells[0].Under(), "+") != "Article 8+Article 9" {
		t.Errorf("got %v %v (%v), want the one cell of csddd that was looked up", f, cells, err)
	}
	if _, cells, _ = c.Framework("gri"); len(cells) != 1 || strings.Join(cells[0].Under(), "+") != "411-1" {
		t.Errorf("got %v; without headings a cell stands under its reference", cells)
	}
	if _, _, err := c.Framework("iso"); vigil.KindOf(err) != vigil.NotFound || !strings.Contains(err.Error(), "csddd, gri") {
		t.Errorf("got %v, want not found with all there is", err)
	}
}

func FuzzLoad(f *testing.F) {
	names, _ := filepath.Glob("testdata/*/*.yaml")
	for _, name := range names {
		if b, err := os.ReadFile(name); err == nil {
			f.Add(string(b))
		}
	}
	if b, err := fs.ReadFile(questionnaires.Files, "methodologies/declaration-25.yaml"); err == nil {
		f.Add(string(b))
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, ps := Load(fstest.MapFS{"a.yaml": &fstest.MapFile{Data: []byte(text)}})
		if c == nil {
			t.Fatal("no catalogue")
		}
		if len(ps) == 0 && len(c.Methodologies)+len(c.Questionnaires)+len(c.Provisions)+len(c.Crosswalk.Frameworks)+len(c.Crosswalk.Cells) == 0 && !strings.Contains(text, "[") {
			t.Error("a file gave nothing and no problem")
		}
	})
}
