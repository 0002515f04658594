package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// checkQuestion looks at the scale of a question and the texts and points that hang on it.
func (f *form) checkQuestion(path string, in *vigil.Indicator) {
	if in.Scale == "" {
		f.add(path, fmt.Sprintf("%s has neither a scale nor parts", in.ID), "give it a scale, or parts")
		return
	}
	var names []string
	for _, s := range f.m.Scales {
		names = append(names, s.ID)
	}
	if !f.among(path+".scale", "scale", in.Scale, names) {
		return
	}
	sc, _ := f.m.ScaleOf(in)
	if !f.reference {
		f.wants(path, in.ID, len(in.Question) > 0, "question", "what is asked")
	}
	if sc.Type == "multi" {
		f.checkElements(path, in)
	} else if len(in.Elements) > 0 {
		f.add(path+".elements", fmt.Sprintf("a question on the scale %s has no elements", in.Scale), "take them out, or choose a multi scale")
	}
	ids := optionIDs(sc)
	f.checkFlag(path, in, sc)
	f.checkOwnPoints(path, in)
	f.checkLevels(path, in, sc, ids)
	for i, g := range in.Evidence.Grades {
		at := fmt.Sprintf("%s.evidence.grades[%d]", path, i)
		f.among(at, "option", g.Level, ids)
		f.among(at+".value", "grade", string(g.Grade), grades)
	}
	reach := ids
	if sc.Type == "multi" {
		reach = []string{"element"}
	}
	for i, a := range in.Actions {
		f.among(fmt.Sprintf("%s.actions[%d]", path, i), "option", a.ID, reach)
	}
	f.checkSmallFirmActions(path+".small_firm_actions", in, reach)
}

// checkSmallFirmActions wants the steps of a small firm for every step that others take, or none at all.
func (f *form) checkSmallFirmActions(path string, in *vigil.Indicator, reach []string) {
	if len(in.SmallFirmActions) == 0 {
		return
	}
	if f.bank == "" {
		f.add(path, "only an indicator of a bank has small_firm_actions", "write under actions what those do who answer this form")
		return
	}
	for i, a := range in.SmallFirmActions {
		f.among(fmt.Sprintf("%s[%d]", path, i), "option", a.ID, reach)
	}
	for _, a := range in.Actions {
		if !slices.ContainsFunc(in.SmallFirmActions, func(b vigil.OptionText) bool { return b.ID == a.ID }) {
			f.add(path, fmt.Sprintf("nothing says what a small firm does to reach %q of %s", a.ID, in.ID), "write it, as actions has it")
		}
	}
}

// checkFlag wants the cap of a grave fact, or the reason why none hangs on it, so that leaving it out is a choice.
func (f *form) checkFlag(path string, in *vigil.Indicator, sc vigil.Scale) {
	switch {
	case sc.Type != "flag" && len(in.NoCap) > 0:
		f.add(path+".no_cap", fmt.Sprintf("%s is no FLAG and says why it has no cap", in.ID), "take the reason out; other items may do without a cap")
	case sc.Type != "flag" || f.reference:
	case in.Critical == "" && len(in.NoCap) == 0:
		f.add(path, fmt.Sprintf("%s is a FLAG without a cap", in.ID), "name its cap under critical, or say under no_cap why none hangs on it")
	case in.Critical != "" && len(in.NoCap) > 0:
		f.add(path+".no_cap", fmt.Sprintf("%s bears %s and says why it has no cap", in.ID, in.Critical), "take one of the two out")
	}
}

// checkLevels wants a text for every option where levels are given, or are needed.
func (f *form) checkLevels(path string, in *vigil.Indicator, sc vigil.Scale, ids []string) {
	if sc.Type == "multi" {
		if len(in.Levels) > 0 {
			f.add(path+".levels", "a multi question has elements and no levels", "take the levels out")
		}
		return
	}
	needed := !f.reference && len(sc.Titles) == 0 && (sc.Type == "graded" || sc.Type == "flag")
	if len(in.Levels) == 0 {
		if needed {
			f.add(path, fmt.Sprintf("%s has no levels", in.ID), "describe each of "+strings.Join(ids, ", "))
		}
		return
	}
	var given []string
	for i, l := range in.Levels {
		f.among(fmt.Sprintf("%s.levels[%d]", path, i), "option", l.ID, ids)
		given = append(given, l.ID)
	}
	f.consecutive(path+".levels", given)
	for _, id := range ids {
		if !slices.Contains(given, id) {
			f.add(path+".levels", fmt.Sprintf("the points of the option %q of %s cannot be reached, since no level describes it", id, in.ID), "describe it")
		}
	}
}

func (f *form) checkOwnPoints(path string, in *vigil.Indicator) {
	if len(in.Points) == 0 {
		return
	}
	own, _ := f.m.ScaleOf(in)
	shared, _ := f.m.Scale(in.Scale)
	if shared.Type == "multi" || len(shared.Points) == 0 {
		f.add(path+".points", fmt.Sprintf("the scale %s has no options that could have points", in.Scale), "give points to the elements of a multi question, or take them out")
		return
	}
	ids := optionIDs(shared)
	var given []string
	for i, p := range in.Points {
		f.among(fmt.Sprintf("%s.points[%d]", path, i), "option", p.ID, ids)
		given = append(given, p.ID)
	}
	for _, id := range ids {
		if !slices.Contains(given, id) {
			f.add(path+".points", fmt.Sprintf("the option %q has no points", id), "give every option of the scale its points")
		}
	}
	f.checkPoints(path+".points", own.Points, own.Maximum)
}

func (f *form) checkElements(path string, in *vigil.Indicator) {
	if len(in.Elements) == 0 {
		f.add(path, fmt.Sprintf("%s has no elements", in.ID), "list what can be ticked")
		return
	}
	sum := 0.0
	for i, e := range in.Elements {
		at := fmt.Sprintf("%s.elements[%d]", path, i)
		if !idForm.MatchString(e.ID) {
			f.add(at, fmt.Sprintf("%q is no id", e.ID), "use letters, digits, point, hyphen and underscore, at most 60")
		}
		if len(e.Text) == 0 && !f.reference {
			f.add(at, fmt.Sprintf("the element %s has no text", e.ID), "write it")
		}
		points := 1.0
		if e.Points != nil {
			points = *e.Points
		}
		if points < 0 {
			f.add(at, fmt.Sprintf("the element %s has %v points", e.ID, points), "give 0 or more")
		}
		sum += points
	}
	if in.Maximum > sum {
		f.add(path+".maximum", fmt.Sprintf("no answer reaches full credit; the maximum is %v and all elements together have %v points", in.Maximum, sum), "lower the maximum, or raise the points")
	}
	if sum == 0 {
		f.add(path+".elements", "no element has points", "give at least one of them points")
	}
}
