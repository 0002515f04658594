package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vigil/internal/benchmark"
	"vigil/internal/question"
	"vigil/internal/scoring"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// scoreFiles are the arguments of a stateless scoring.
type scoreFiles struct {
	questionnaire, answers, subjects, units string
	mode, cutoff                            string
}

// scoreSet is a population ready to be scored.
type scoreSet struct {
	form   *vigil.Questionnaire
	method *vigil.Methodology
	inputs []scoring.Input

	evidence map[string][]vigil.Evidence // by subject
}

// loadSet reads instrument, answers, subjects and units. Everything that is wrong is listed at once.
func (r *run) loadSet(ctx context.Context, s scoreFiles) (*scoreSet, error) {
	set := &scoreSet{}
	var err error
	if set.form, set.method, err = r.instrument(s.questionnaire); err != nil {
		return nil, err
	}
	var ps vigil.Problems
	mode := vigil.Mode(strings.ToUpper(s.mode))
	if !slices.Contains(vigil.Modes, mode) {
		ps.Say(vigil.Place{Field: "--mode"}, vigil.Say("there is no mode %s", s.mode), vigil.Say("choose SELF, SCREEN or BENCH"))
	}
	if _, err := time.Parse(time.DateOnly, s.cutoff); s.cutoff != "" && err != nil {
		ps.Add(vigil.Place{Field: "--cutoff"}, "is no date", "write it like 2026-06-30")
	}
	sub, err := spreadsheet.ReadFile(ctx, s.answers)
	var unread vigil.Problems
	if errors.As(err, &unread) {
		ps = append(ps, unread...)
	} else if err != nil {
		return nil, err
	}
	readings, answerPs := set.read(sub)
	folders := []string{filepath.Dir(s.answers), s.folder()}
	subjects, subjectPs := readSubjects(beside(s.subjects, "subjects.csv", folders), s.subjects != "")
	units, unitPs := readUnits(beside(s.units, "units.csv", folders), s.units != "")
	ps = append(append(append(ps, answerPs...), subjectPs...), unitPs...)
	if len(ps) > 0 {
		return nil, ps
	}
	if s.cutoff == "" {
		s.cutoff = r.latestDate(set.method, readings)
	}
	set.gather(readings, subjects, units, mode, s.cutoff)
	return set, nil
}

// latestDate is the cut-off where none was given: the latest date in the answers, so that the same files give the same
// score on every day. It is said aloud. A method that looks at no dates needs none.
func (r *run) latestDate(m *vigil.Methodology, readings []question.Reading) string {
	if m.Confidence == nil || m.Confidence.Recency == 0 {
		return ""
	}
	last := ""
	for _, rd := range readings {
		last = max(last, rd.Answer.Date, rd.Answer.Search.Date)
	}
	if last == "" {
		fmt.Fprintf(r.err, "no --cutoff was given, and no answer has a date: nothing counts as recent evidence\n")
		return ""
	}
	fmt.Fprintf(r.err, "no --cutoff was given: evidence counts up to %s, the latest date in the answers\n", last)
	return last
}

// instrument finds a questionnaire by folder, file or id.
func (r *run) instrument(name string) (*vigil.Questionnaire, *vigil.Methodology, error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(name, `/\`) {
		c, err := r.carried()
		if err != nil {
			return nil, nil, err
		}
		return c.Questionnaire(name)
	}
	files := []string{name}
	if err == nil && info.IsDir() {
		files = []string{filepath.Join(name, "questionnaire.yaml")}
	}
	if method := filepath.Join(filepath.Dir(files[0]), "methodology.yaml"); exists(method) {
		files = append(files, method)
	}
	c, _, err := r.loadFiles(files)
	if err != nil {
		return nil, nil, err
	}
	if len(c.Questionnaires) == 0 {
		return nil, nil, vigil.Problems{{Place: vigil.Place{File: name}, What: vigil.Say("the file holds no questionnaire"), Do: vigil.Say("name the file that starts with questionnaire:")}}
	}
	return c.Questionnaire(c.Questionnaires[0].Ref())
}

func (set *scoreSet) read(sub vigil.Submission) ([]question.Reading, vigil.Problems) {
	return question.ReadAll(set.form, set.method, sub)
}

// gather makes one scoring input for each subject: those of the subjects file in its order, then others in
// the order of their answers.
func (set *scoreSet) gather(readings []question.Reading, subjects []vigil.Subject, units map[string][]vigil.Unit, mode vigil.Mode, cutoff string) {
	at := map[string]int{}
	set.evidence = map[string][]vigil.Evidence{}
	add := func(s vigil.Subject) {
		at[s.Code] = len(set.inputs)
		set.inputs = append(set.inputs, scoring.Input{Methodology: set.method, Questionnaire: set.form, Subject: s,
			Units: units[s.Code], Mode: mode, Cutoff: cutoff})
	}
	for _, s := range subjects {
		add(s)
	}
	for _, rd := range readings {
		if _, known := at[rd.Subject]; !known {
			add(vigil.Subject{Code: rd.Subject, Name: rd.Subject})
		}
		in := &set.inputs[at[rd.Subject]]
		in.Answers = append(in.Answers, rd.Answer)
		set.evidence[rd.Subject] = append(set.evidence[rd.Subject], rd.Evidence...)
	}
	ranges := benchmark.Ranges(set.inputs)
	for i := range set.inputs {
		set.inputs[i].Ranges = ranges
	}
}

// score scores everybody; answers that do not fit, such as those of a unit that nobody listed, are problems.
func (set *scoreSet) score() ([]*vigil.Scorecard, error) {
	var ps vigil.Problems
	cards := make([]*vigil.Scorecard, len(set.inputs))
	for i, in := range set.inputs {
		cards[i] = scoring.Score(in)
		for _, p := range cards[i].Problems {
			if in.Subject.Code != "" {
				p.What = vigil.Say("%s: %s", in.Subject.Code, p.What)
			}
			ps = append(ps, p)
		}
	}
	return cards, ps.Err()
}

// folder is where the questionnaire lies; of one that the program carries, nowhere.
func (s scoreFiles) folder() string {
	info, err := os.Stat(s.questionnaire)
	switch {
	case err != nil:
		return ""
	case info.IsDir():
		return s.questionnaire
	}
	return filepath.Dir(s.questionnaire)
}

// beside is the file named, or the first of a name that lies in one of the folders; if there is none it is one that
// does not exist.
func beside(named, name string, folders []string) string {
	if named != "" {
		return named
	}
	for _, folder := range folders {
		if file := filepath.Join(folder, name); folder != "" && exists(file) {
			return file
		}
	}
	return filepath.Join(folders[0], name)
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
