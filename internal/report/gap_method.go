package report

import "vigil/internal/vigil"

// method says how all this was found and how it can be checked.
func (g *gapReport) method() vigil.ReportSection {
	s := vigil.ReportSection{ID: "method", Title: "How this was found"}
	say := func(text string) {
		if text != "" {
			s.Blocks = append(s.Blocks, vigil.Block{Paragraph: text})
		}
	}
	say(draftMark(g.m, g.lang))
	say("The Declaration +25 is a text of civil society that builds on the United Nations Declaration of 1998; it is neither a treaty nor law. Its clauses are given in our own words. Some speak to organisations directly; others speak to States and reach organisations through them, which the table of clauses says.")
	say("The published score is a floor: what is not assessed counts as nothing until it is assessed, so nothing is gained by leaving blanks. “At best” counts everything open at full credit and shows how far the score could rise.")
	say("Answers count only as far as their evidence carries. Open allegations are taken off the raw score; a cap is an upper limit that follows from a grave fact. The lower of the two is published, never their sum.")
	s.Blocks = append(s.Blocks, vigil.Block{Facts: []vigil.Fact{
		{Label: "Method", Value: g.m.Ref(), Note: digest(g.card.Digests.Methodology)},
		{Label: "Questionnaire", Value: g.q.Ref(), Note: digest(g.card.Digests.Questionnaire)},
		{Label: "Answers", Value: g.Assessment.Code, Note: digest(g.card.Digests.Answers)},
		{Label: "Weights", Value: "column " + g.card.Column},
		{Label: "Confidence", Value: g.confidence(), Note: g.confidenceParts()},
	}})
	return s
}

func digest(d string) string {
	if d == "" {
		return ""
	}
	return "SHA-256 " + d
}
