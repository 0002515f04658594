package report_test

import (
	"strings"
	"testing"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// notices are the cap notices of a report.
func notices(r vigil.Report) []vigil.Notice {
	var all []vigil.Notice
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			if s.ID == "result" && b.Notice != nil {
				all = append(all, *b.Notice)
			}
		}
	}
	return all
}

// A cap that follows from a record and from an answer is one cap with two grounds, and its reply is printed once.
func TestOneCapWithAllItsGrounds(t *testing.T) {
	in := rated()
	found := notices(report.Gap(in))
	if len(found) != 2 || !strings.HasPrefix(found[0].Title, "Capped at 39.9 since 12 August 2026: CAP-1") || !strings.HasPrefix(found[1].Title, "A further cap at 59.9 is in force: CAP-10") {
		t.Fatalf("caps are told as %+v", found)
	}
	text := strings.Join(found[0].Lines, "\n")
	for _, line := range []string{"On record since 12 August 2026: two independent sources.", "By the organisation's own answer: BE.e.3 was answered \"open\".", "The organisation replied: “We regard the action as justified.\nWe will answer in court.”", "Lifted when:"} {
		if strings.Count(text, line) != 1 {
			t.Errorf("%q stands %d times in:\n%s", line, strings.Count(text, line), text)
		}
	}
	if strings.Contains(text, "did not reply") {
		t.Errorf("an answer of one's own needs no reply:\n%s", text)
	}
}

// The lowest limit of a rule is the one that is told, also when a higher one comes first.
func TestLowestLimitOfACapIsTold(t *testing.T) {
	in := rated()
	caps := in.Scorecard.Caps
	caps[0].Governs, caps[0].AtMost = false, ptr(59.9)
	caps[1].Governs, caps[1].AtMost = true, ptr(19.9)
	in.Scorecard.Caps = caps[:2]
	if found := notices(report.Gap(in)); len(found) != 1 || !strings.HasPrefix(found[0].Title, "Capped at 19.9 since 12 August 2026") {
		t.Errorf("told as %+v", found)
	}
	caps[1].AtMost, caps[1].Governs = nil, false
	if found := notices(report.Gap(in)); len(found) != 1 || !strings.HasPrefix(found[0].Title, "The rating is withdrawn since 12 August 2026") {
		t.Errorf("told as %+v", found)
	}
}

// A cap by what the public can see is no admission of the organisation's.
func TestGroundNamesWhoseFindingItIs(t *testing.T) {
	in := rated()
	in.Assessment.Mode = vigil.BENCH
	if text := strings.Join(notices(report.Gap(in))[1].Lines, "\n"); !strings.Contains(text, "By what was found: BE.a.1 is at level 0.") || strings.Contains(text, "own answer") {
		t.Errorf("told as %s", text)
	}
}

// A reply that is not yet due is awaited, on its day too; silence after that day is said, unless nobody asked yet.
func TestReplyIsAwaitedUntilItsDay(t *testing.T) {
	in := rated()
	in.Scorecard.Caps[0].Reply = ""
	in.Today = "2026-11-02"
	for due, want := range map[string]string{"2026-12-01": "The organisation has until 1 December 2026 to reply.", "2026-11-02": "The organisation has until 2 November 2026 to reply.",
		"2026-11-01": "The organisation did not reply.", "": "The organisation has not been asked to reply yet."} {
		in.Caps[0].ReplyDue = due
		if text := strings.Join(notices(report.Gap(in))[0].Lines, "\n"); !strings.Contains(text, want) {
			t.Errorf("reply due on %s: %s", due, text)
		}
	}
}
