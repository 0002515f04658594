package scoring

import (
	"time"

	"vigil/internal/vigil"
)

const isoDate = "2006-01-02"

// live reports whether an allegation counts at the cut-off: on the record (better than K0), not withdrawn
// by then, and not of a quarter that begins after it.
func (s *scorer) live(a vigil.Allegation) bool {
	if value(s.m.Allegations.Credibility, a.Credibility) == 0 || a.Withdrawn != "" && a.Withdrawn <= s.in.Cutoff {
		return false
	}
	begins, _, err := vigil.QuarterBounds(a.Quarter)
	return err == nil && begins.Format(isoDate) <= s.in.Cutoff
}

// deduct computes D = maximum × (1 − Π(1 − residual)) over the live allegations (methodology 4.5).
func (s *scorer) deduct() vigil.Deduction {
	d := vigil.Deduction{Points: vigil.NewFigure(0, s.m.Rounding)}
	if s.m.Allegations == nil {
		return d
	}
	rest := 1.0
	for _, a := range s.in.Allegations {
		if !s.live(a) {
			continue
		}
		c := s.residual(a)
		rest *= 1 - c.Residual
		d.Cases = append(d.Cases, c)
		if c.Residual > 0 {
			s.card.Watch = true
		}
	}
	d.Points = vigil.NewFigure(float64(s.m.Allegations.Maximum*(1-rest)), s.m.Rounding)
	return d
}

// residual computes what one allegation leaves open.
func (s *scorer) residual(a vigil.Allegation) vigil.CaseScore {
	rule := s.m.Allegations
	c := vigil.CaseScore{Code: a.Code, Recency: s.recency(a), Q: clamp(a.Marks.Q())}
	c.Severity, c.Credibility, c.Link = Seriousness(rule, a)
	c.Residual = clamp(c.Severity * c.Credibility * c.Link * c.Recency * (1 - c.Q))
	c.Why = vigil.Say("severity max(%d, %d)/%s × (%s + %s × (%d − 1)) = %s; × credibility %s (%s) × link %s (%s) × recency %s × (1 − %s) = %s",
		a.Scale, a.Irremediability, vigil.Quantity(rule.Severity.Divisor), vigil.Quantity(rule.Severity.Base), vigil.Quantity(rule.Severity.Step), a.Scope,
		vigil.Quantity(c.Severity), vigil.Quantity(c.Credibility), a.Credibility, vigil.Quantity(c.Link), vigil.Word(a.Link), vigil.Quantity(c.Recency),
		vigil.Quantity(c.Q), vigil.Quantity(c.Residual))
	return c
}

// Seriousness gives the three factors of an allegation that neither time nor an answer changes: severity, credibility and
// link to the company, each 0..1. Their product decides what is watched.
func Seriousness(rule *vigil.AllegationRule, a vigil.Allegation) (severity, credibility, link float64) {
	worst := float64(max(a.Scale, a.Irremediability))
	severity = worst / rule.Severity.Divisor * (rule.Severity.Base + float64(rule.Severity.Step*float64(a.Scope-1)))
	return severity, value(rule.Credibility, a.Credibility), value(rule.Link, a.Link)
}

// recency is counted to the cut-off from the last day of the recorded quarter.
func (s *scorer) recency(a vigil.Allegation) float64 {
	_, ends, err := vigil.QuarterBounds(a.Quarter)
	if err != nil {
		return 0
	}
	for i, r := range s.m.Allegations.Recency {
		if a.Continuing && i == 0 || s.in.Cutoff <= monthsLater(ends, r.Months) {
			return r.Factor
		}
	}
	return 0
}

// monthsLater is the last day of the month so many months after the month of a month's last day.
func monthsLater(end time.Time, months int) string {
	return time.Date(end.Year(), end.Month()+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC).Format(isoDate)
}

// caseFacts are what a cap may ask about an allegation.
func (s *scorer) caseFacts(a vigil.Allegation) vigil.CaseFacts {
	until := s.in.Cutoff
	if a.HoldFrom != "" { // the clock stands still
		until = min(until, a.HoldFrom)
	}
	f := vigil.CaseFacts{Scale: a.Scale, Answered: a.Marks.Answered > 0, Interim: a.Interim, Remedied: a.Marks.Remedy >= 1,
		Q: clamp(a.Marks.Q()), Days: vigil.DaysBetween(a.Opened, until)}
	if len(a.Credibility) == 2 && a.Credibility[0] == 'K' {
		f.Credibility = int(a.Credibility[1] - '0')
	}
	return f
}

func value(list []vigil.Valued, id string) float64 {
	for _, v := range list {
		if v.ID == id {
			return v.Value
		}
	}
	return 0
}
