package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"vigil/internal/app"
	"vigil/internal/benchmark"
	"vigil/internal/question"
	"vigil/internal/scoring"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// coderFiles are the arguments of a command that compares coders.
type coderFiles struct {
	questionnaire, subjects, units string
	coders                         []string // NAME=FILE
}

const coderHelp = "a coder with the answers, as NAME=FILE (csv, xlsx or json); once for each. NAME is printed: use a short code such as A, not a person's name"

// coderFile is one of them, taken apart.
type coderFile struct{ name, file string }

// parse takes the arguments apart; all that is wrong with them is said at once.
func (f coderFiles) parse() (list []coderFile, err error) {
	var wrong []string
	names, files := map[string]bool{}, map[string]string{}
	for _, arg := range f.coders {
		name, file, ok := strings.Cut(arg, "=")
		switch {
		case !ok || name == "" || file == "":
			wrong = append(wrong, fmt.Sprintf("--coder %q is not of the form NAME=FILE", arg))
			continue
		case !app.CoderName(name):
			wrong = append(wrong, fmt.Sprintf("--coder %q: a name is one word of at most 30 letters and digits", name))
		case names[strings.ToLower(name)]:
			wrong = append(wrong, fmt.Sprintf("--coder %q: the name is there twice", name))
		case files[filepath.Clean(file)] != "":
			wrong = append(wrong, fmt.Sprintf("--coder %q: %s is the file of %s already", name, file, files[filepath.Clean(file)]))
		}
		names[strings.ToLower(name)], files[filepath.Clean(file)] = true, name
		list = append(list, coderFile{name, file})
	}
	if len(f.coders) < 2 {
		wrong = append(wrong, "name two coders or more, each with --coder NAME=FILE: one alone agrees with nobody")
	}
	if len(wrong) > 0 {
		return nil, usageError{errors.New(strings.Join(wrong, "\n"))}
	}
	return list, nil
}

// loadCoders reads what every coder answered. All problems of all files come at once, each with its file.
func (r *run) loadCoders(ctx context.Context, f coderFiles) (*vigil.Questionnaire, *vigil.Methodology, []benchmark.Coder, error) {
	list, err := f.parse()
	if err != nil {
		return nil, nil, nil, err
	}
	set := &scoreSet{}
	if set.form, set.method, err = r.instrument(f.questionnaire); err != nil {
		return nil, nil, nil, err
	}
	coders, err := set.readCoders(ctx, f, list)
	return set.form, set.method, coders, err
}

// readCoders reads the files of coders by the form of the set.
func (set *scoreSet) readCoders(ctx context.Context, f coderFiles, list []coderFile) ([]benchmark.Coder, error) {
	folders := []string{filepath.Dir(list[0].file), scoreFiles{questionnaire: f.questionnaire}.folder()}
	subjects, ps := readSubjects(beside(f.subjects, "subjects.csv", folders), f.subjects != "")
	units, unitPs := readUnits(beside(f.units, "units.csv", folders), f.units != "")
	ps = append(ps, unitPs...)
	same := sameFiles(list)
	ps = append(ps, same...)
	var coders []benchmark.Coder
	for _, c := range list {
		readings, wrong, err := set.coderAnswers(ctx, c)
		if err != nil {
			return nil, err
		}
		ps = append(ps, wrong...)
		coders = append(coders, set.coder(c.name, readings, subjects, units))
	}
	if len(ps) == 0 {
		ps = nothingInCommon(coders)
	}
	return coders, ps.Err()
}

// coderAnswers reads and vets one file.
func (set *scoreSet) coderAnswers(ctx context.Context, c coderFile) ([]question.Reading, vigil.Problems, error) {
	sub, err := spreadsheet.ReadFile(ctx, c.file)
	var ps vigil.Problems
	if err != nil && !errors.As(err, &ps) {
		return nil, nil, err
	}
	readings, wrong := set.read(sub)
	ps = append(append(ps, wrong...), app.VetFile(sub, readings, set.form, set.method)...)
	for i := range ps { // two coders may call their files the same
		if ps[i].Place.File == "" || ps[i].Place.File == filepath.Base(c.file) {
			ps[i].Place.File = c.file
		}
	}
	return readings, ps, nil
}

// coder makes what a coder answered ready to be compared.
func (set *scoreSet) coder(name string, readings []question.Reading, subjects []vigil.Subject, units map[string][]vigil.Unit) benchmark.Coder {
	c := benchmark.Coder{Name: name, Evidence: map[benchmark.Slot][]vigil.Evidence{}}
	one := &scoreSet{form: set.form, method: set.method}
	one.gather(readings, subjects, units, vigil.BENCH, "")
	for _, in := range one.inputs {
		if len(in.Answers) > 0 {
			c.Inputs = append(c.Inputs, in)
		}
	}
	for _, rd := range readings {
		if len(rd.Evidence) > 0 {
			c.Evidence[benchmark.Slot{Subject: rd.Subject, Unit: rd.Answer.Unit, Question: rd.Answer.Question}] = rd.Evidence
		}
	}
	return c
}

// sameFiles finds files that are the same byte for byte: coders who did not see each other's work never write the same.
func sameFiles(list []coderFile) (ps vigil.Problems) {
	var texts [][]byte
	for i, c := range list {
		text, err := os.ReadFile(c.file)
		if err != nil {
			text = nil // reading it says so
		}
		for j, before := range texts {
			if len(text) > 0 && bytes.Equal(text, before) {
				ps.Say(vigil.Place{File: list[i].file}, vigil.Say("this file is the same, byte for byte, as that of %s (%s)", list[j].name, list[j].file), vigil.Say("name the file that %s wrote", c.name))
			}
		}
		texts = append(texts, text)
	}
	return ps
}

// nothingInCommon is a problem: no two coders answered one question about one company.
func nothingInCommon(coders []benchmark.Coder) (ps vigil.Problems) {
	seen := map[benchmark.Slot]bool{}
	var names, about []string
	for _, c := range coders {
		var mine []benchmark.Slot
		names = append(names, c.Name)
		var subjects []string
		for _, in := range c.Inputs {
			for _, a := range in.Answers {
				slot := benchmark.Slot{Subject: in.Subject.Code, Unit: a.Unit, Question: a.Question}
				if seen[slot] {
					return nil
				}
				mine = append(mine, slot)
			}
			if len(subjects) < 3 {
				subjects = append(subjects, orNobody(in))
			}
		}
		about = append(about, c.Name+" about "+strings.Join(subjects, ", "))
		for _, slot := range mine {
			seen[slot] = true
		}
	}
	ps.Say(vigil.Place{Field: "--coder"}, vigil.Say("%s have no question about the same company in common (%s)", strings.Join(names, ", "), strings.Join(about, "; ")), vigil.Say("check the columns subject, unit and question: they must say the same in every file"))
	return ps
}

func orNobody(in scoring.Input) string {
	if in.Subject.Code == "" {
		return "a company without a name"
	}
	return in.Subject.Code
}
