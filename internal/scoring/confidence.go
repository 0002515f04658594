package scoring

import (
	"cmp"
	"time"

	"vigil/internal/vigil"
)

// confidence says how well we know (methodology 4.7). It never changes the score.
func (s *scorer) confidence() {
	if s.m.Confidence != nil {
		s.card.Confidence = s.confidenceWith(false)
	}
}

// confidenceWith computes confidence. With openAsWorst every item that is open or refused counts as a bare
// statement without recent evidence: band A is gated on that reading, so that leaving out a weak answer can
// never lift a band. Where nothing is open or refused both readings are the same.
func (s *scorer) confidenceWith(openAsWorst bool) vigil.Confidence {
	rule := s.m.Confidence
	c := vigil.Confidence{Coverage: s.results[key{"", vigil.Total}].coverage}
	var worth, weights, recent, dated float64
	for _, p := range s.confidenceParts(openAsWorst) {
		weights += p.Weight
		worth += float64(p.Weight * p.Worth)
		if p.Dated {
			dated++
		}
		if p.Recent {
			recent++
		}
	}
	if weights > 0 {
		c.MeanGrade = worth / weights
	}
	if dated > 0 {
		c.Recency = recent / dated
	}
	if s.in.Agreement != nil {
		c.Agreement = clamp(*s.in.Agreement)
	}
	c.Evidence = c.MeanGrade / 4
	f := 100 * (float64(rule.Coverage*c.Coverage) + float64(rule.Evidence*c.Evidence) +
		float64(rule.Agreement*c.Agreement) + float64(rule.Recency*c.Recency))
	c.Figure = vigil.NewFigure(f, s.m.Rounding)
	for _, class := range rule.Classes {
		if c.Figure.Published >= class.From && c.MeanGrade >= class.MeanGrade {
			c.Class = class.ID
			break
		}
	}
	return c
}

// ConfidenceParts lists what each question that counts adds to the confidence of a score, in the order of the form.
func ConfidenceParts(in Input) []vigil.ConfidencePart {
	s := score(in)
	if s.m.Confidence == nil {
		return nil
	}
	return s.confidenceParts(false)
}

func (s *scorer) confidenceParts(openAsWorst bool) []vigil.ConfidencePart {
	var list []vigil.ConfidencePart
	for _, it := range s.items {
		if !it.counts || it.LeftOut {
			continue
		}
		p := vigil.ConfidencePart{Question: it.in.ID, Unit: it.unit, Weight: it.weight}
		switch worst := openAsWorst && (!it.Assessed || it.State == vigil.Refused); {
		case worst:
			p.Dated = true
		case !it.Assessed:
			continue
		default:
			var day string
			p.Worth = s.worth(it)
			day, p.Dated = evidenceDate(it)
			p.Recent = p.Dated && isRecent(day, s.in.Cutoff, s.m.Confidence.RecentMonths)
		}
		list = append(list, p)
	}
	return list
}

// worth is the grade of an assessed item in the mean: not disclosed and refused count as the searched grade
// where a search is logged, as nothing otherwise.
func (s *scorer) worth(it *item) float64 {
	if s.m.Evidence == nil {
		return 0
	}
	g := it.GradeRead
	if it.State != vigil.Answered {
		g = vigil.E0
		if it.answer.Search.Complete() {
			g = s.m.Evidence.SearchedGrade
		}
	}
	for _, r := range s.m.Evidence.Grades {
		if r.Grade == g {
			return r.Worth
		}
	}
	return 0
}

// evidenceDate gives the date of an item's evidence; has is false where it rests on a bare statement.
func evidenceDate(it *item) (date string, has bool) {
	if it.State != vigil.Answered || it.GradeRead.Rank() < vigil.E1.Rank() {
		return "", false
	}
	return cmp.Or(it.answer.Date, it.answer.Search.Date), true
}

// isRecent: dated less than so many months before the cut-off, and not after it.
func isRecent(date, cutoff string, months int) bool {
	after := recentAfter(cutoff, months)
	return after != "" && date > after && date <= cutoff
}

// recentAfter is the day so many months before the cut-off; empty where that is no day.
func recentAfter(cutoff string, months int) string {
	day, err := time.Parse(isoDate, cutoff)
	if err != nil {
		return ""
	}
	return monthsOn(day, -months).Format(isoDate)
}

// monthsOn is the same day so many months on, or the last of a month that is too short for it.
func monthsOn(day time.Time, months int) time.Time {
	last := time.Date(day.Year(), day.Month()+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, min(0, day.Day()-last.Day()))
}
