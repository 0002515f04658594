package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// Words of rule sets.
var (
	outcomes   = words(vigil.Outcomes)
	strictOnes = outcomes[1:] // all but pass
	escalation = []string{"letter", "meeting", "joint_letter", "vote", "filing", "reduce", "exit"}
	statuses   = []string{"draft", "adopted"}
)

// Bounds of what a rule set may ask for.
const (
	mostAsks      = 5 // questions for one company at one time
	mostCompanies = 10_000
)

// checkRuleSet looks at what a rule set means and compiles its conditions into it. m is nil where its methodology is not
// among the files.
func checkRuleSet(s *source, r *vigil.RuleSet, m *vigil.Methodology) {
	s.among("status", "status", r.Status, statuses)
	s.checkTexts(r.Languages, true)
	s.among("match", "way to match", r.Match, []string{"first", "strictest"})
	s.among("default", "outcome", string(r.Default), outcomes)
	if m == nil && r.Methodology != "" {
		s.add("methodology", fmt.Sprintf("the methodology %q is not among the files", r.Methodology), "write its id without an edition, or load its file too")
	}
	s.notPass("unknown", r.Unknown, "what cannot be decided would pass without a word")
	s.checkFallback("not_rated", &r.NotRated, vigil.RateFirst, "what nobody has rated would pass without a word")
	s.checkFallback("not_matched", &r.NotMatched, vigil.MatchFirst, "what nobody has looked up would pass without a word")
	s.checkFallback("funds", &r.Funds, vigil.LookThrough, "what nobody has looked into would pass without a word")
	for i, mode := range r.Use.Modes {
		s.among(fmt.Sprintf("use.modes[%d]", i), "mode", string(mode), modes)
	}
	if len(r.Use.Modes) == 0 {
		s.add("use.modes", "no mode counts", "list the modes whose assessments count, the first to be taken first")
	}
	if r.Use.StaleMonths < 1 {
		s.add("use.stale_months", fmt.Sprintf("%d months is no age", r.Use.StaleMonths), "give 1 or more")
	}
	s.checkRules(r, m)
	s.checkExceptions(r)
	s.checkWatch(r.Watchlist)
	s.checkEngagement(r.Engagement)
}

// CompileRules compiles the conditions of a rule set that was loaded before and kept without them. Its problems have no
// places in a file.
func CompileRules(r *vigil.RuleSet, m *vigil.Methodology) vigil.Problems {
	s := newSource(r.Ref())
	s.checkRules(r, m)
	return s.all()
}

// checkFallback looks at what holds without a score, and puts undecided in place of an outcome that is not named.
func (s *source) checkFallback(path string, f *vigil.Fallback, undecided vigil.Outcome, why string) {
	s.checkReason(path+".reason", f.Reason)
	switch _, written := s.places[path+".outcome"]; {
	case !written:
		f.Outcome = undecided
	case f.Outcome == vigil.Pass:
		s.add(path+".outcome", why, fmt.Sprintf("choose %s, or leave it out: it is then “%s”", or(strictOnes), undecided))
	default:
		s.among(path+".outcome", "outcome", string(f.Outcome), strictOnes)
	}
}

// notPass notes an outcome that is none, or that lets pass what must not.
func (s *source) notPass(path string, o vigil.Outcome, why string) {
	if o == vigil.Pass {
		s.add(path, why, "choose "+or(strictOnes))
		return
	}
	s.among(path, "outcome", string(o), outcomes)
}

// checkReason notes braces around what is no figure.
func (s *source) checkReason(path string, reason vigil.Text) {
	for language, text := range reason {
		for rest := text; ; {
			_, after, found := strings.Cut(rest, "{")
			if !found {
				break
			}
			name, more, closed := strings.Cut(after, "}")
			if !closed {
				s.add(child(path, language), "a brace is opened and not closed", "write figures like {score}, and nothing else in braces")
				break
			}
			if !slices.Contains(vigil.ReasonFigures, name) {
				s.add(child(path, language), fmt.Sprintf("there is no figure {%s} for a reason", shorten(name)), "choose "+or(vigil.ReasonFigures))
				break
			}
			rest = more
		}
	}
}

func shorten(text string) string {
	if r := []rune(text); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return text
}

func (s *source) checkRules(r *vigil.RuleSet, m *vigil.Methodology) {
	seen := map[string]bool{}
	for i := range r.Rules {
		rule := &r.Rules[i]
		path := fmt.Sprintf("rules[%d]", i)
		if seen[rule.ID] && rule.ID != "" {
			s.add(path+".id", fmt.Sprintf("the rule %q occurs twice", rule.ID), "give each its own id")
		}
		seen[rule.ID] = true
		s.among(path+".outcome", "outcome", string(rule.Outcome), outcomes)
		s.checkReason(path+".reason", rule.Reason)
		if _, written := s.places[path+".when"]; written && strings.TrimSpace(rule.When) == "" {
			s.add(path+".when", "the condition is empty", "write when the rule holds, for instance band == \"E\"")
			continue
		}
		rule.If = s.screeningCondition(path+".when", rule.When, m)
	}
}

func (s *source) checkExceptions(r *vigil.RuleSet) {
	type pair struct{ organisation, rule string }
	seen := map[pair][]vigil.Exception{}
	for i, x := range r.Exceptions {
		path := fmt.Sprintf("exceptions[%d]", i)
		at := slices.IndexFunc(r.Rules, func(rule vigil.ScreeningRule) bool { return rule.ID == x.Rule })
		switch {
		case x.Rule == "":
		case at < 0:
			s.add(path+".rule", fmt.Sprintf("there is no rule %q", x.Rule), "name a rule of this file")
		case x.Outcome.Strictness() >= r.Rules[at].Outcome.Strictness():
			s.add(path+".outcome", fmt.Sprintf("%q is not milder than %q, which the rule itself gives", x.Outcome, r.Rules[at].Outcome), "an exception makes a rule milder; to be stricter, write a rule")
		}
		s.among(path+".outcome", "outcome", string(x.Outcome), outcomes)
		for field, text := range map[string]string{"approver": x.Approver, "reason": x.Reason} {
			if _, written := s.places[path+"."+field]; written && strings.TrimSpace(text) == "" {
				s.add(path+"."+field, "the "+field+" is empty", "an exception needs who approved it, and why")
			}
		}
		s.harmless(path+".reason", x.Reason)
		s.day(path+".from", x.From)
		s.day(path+".until", x.Until)
		s.inOrder(path+".until", "it ends", x.Until, "it begins", x.From)
		key := pair{x.Organisation, x.Rule}
		for _, y := range seen[key] {
			if x.From <= y.Until && y.From <= x.Until {
				s.add(path, fmt.Sprintf("two exceptions for %s from the rule %s overlap", x.Organisation, x.Rule), "let one end before the other begins, or keep one")
				break
			}
		}
		seen[key] = append(seen[key], x)
	}
}

func (s *source) checkWatch(w vigil.WatchRule) {
	if w.Leave <= 0 || w.Leave > w.Enter || w.Enter > 1 {
		s.add("watchlist", fmt.Sprintf("a case that enters at %g and leaves below %g would come and go, or never move", w.Enter, w.Leave), "give levels from 0 to 1, leave at most enter")
	}
	if w.QuietMonths < 1 {
		s.add("watchlist.quiet_months", fmt.Sprintf("%d quiet months would empty the list", w.QuietMonths), "give 1 or more")
	}
	for i, n := range w.Clocks {
		if n < 1 || i > 0 && n <= w.Clocks[i-1] {
			s.add(fmt.Sprintf("watchlist.clocks[%d]", i), fmt.Sprintf("%d days does not follow the clock before it", n), "give days in rising order, such as [5, 30, 90]")
		}
	}
}

func (s *source) checkEngagement(e vigil.EngagementRule) {
	s.notPass("engagement.from", e.From, "a company that passes is not written to")
	if e.Most < 1 || e.Most > mostAsks {
		s.add("engagement.most", fmt.Sprintf("%d questions is not what a company can answer", e.Most), fmt.Sprintf("give 1 to %d", mostAsks))
	}
	if e.Companies < 1 || e.Companies > mostCompanies {
		s.add("engagement.companies", fmt.Sprintf("%d companies cannot be asked", e.Companies), fmt.Sprintf("give 1 to %d", mostCompanies))
	}
	begins := map[vigil.Outcome]bool{}
	seen := map[string]bool{}
	for i, step := range e.Steps {
		path := fmt.Sprintf("engagement.steps[%d]", i)
		s.among(path+".id", "step", step.ID, escalation)
		if seen[step.ID] && step.ID != "" {
			s.add(path+".id", fmt.Sprintf("the step %q occurs twice", step.ID), "keep one")
		}
		seen[step.ID] = true
		for j, o := range step.Begins {
			at := fmt.Sprintf("%s.begins[%d]", path, j)
			s.among(at, "outcome", string(o), outcomes)
			if begins[o] {
				s.add(at, fmt.Sprintf("%q begins at an earlier step already", o), "let each outcome begin once")
			}
			begins[o] = true
		}
	}
	if len(e.Steps) == 0 {
		s.add("engagement.steps", "there is no step", "list what is done first, and what next where no answer comes")
		return
	}
	for _, o := range vigil.Outcomes {
		if e.From.Strictness() > 0 && o.Strictness() >= e.From.Strictness() && !begins[o] {
			s.add("engagement.steps", fmt.Sprintf("nothing says at which step %q begins", o), "add it to begins of a step")
		}
	}
}
