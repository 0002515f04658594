package catalogue

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/vigil"
)

func loadPublication(t *testing.T) *vigil.Publication {
	t.Helper()
	text, err := os.ReadFile("testdata/publication.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, ps := Load(fstest.MapFS{"p.yaml": {Data: text}})
	if len(ps) > 0 || len(c.Publications) != 1 {
		t.Fatal(ps)
	}
	return c.Publications[0]
}

func TestAPublicationIsReadWhole(t *testing.T) {
	p := loadPublication(t)
	if p.Ref() != "example-2026@1.0.0" || p.Digest == "" || p.Title.In("en") == "" || p.Research.Until != "2026-05-31" || p.Licence.ID != "CC-BY-4.0" {
		t.Errorf("%+v", p)
	}
	want := vigil.CompanyReply{Organisation: "alpha", Asked: "2026-06-01", Replied: "2026-06-12", Text: "We have a policy."}
	if diff := cmp.Diff(want, p.Reply("alpha")); diff != "" {
		t.Error(diff)
	}
	if r := p.Reply("nobody"); r.Asked != "" || r.Organisation != "nobody" {
		t.Errorf("a company that was never asked has the reply %+v", r)
	}
	if ps := p.Ready([]string{"alpha", "beta"}); len(ps) > 0 {
		t.Errorf("it may go, and is held back: %v", ps)
	}
}

func TestAPublicationWaits(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*vigil.Publication)
		field  string
	}{
		"one person twice":        {func(p *vigil.Publication) { p.Checks[1].Person = " first person " }, "checks"},
		"nobody asked":            {func(p *vigil.Publication) { p.Checks = nil }, "checks"},
		"somebody is unsure":      {func(p *vigil.Publication) { p.Checks[1].HarmSoon = "unsure" }, "checks[1].harm_soon"},
		"somebody is seen":        {func(p *vigil.Publication) { p.Checks[0].Identifiable = "yes" }, "checks[0].identifiable"},
		"not heard":               {func(p *vigil.Publication) { p.Checks[0].Heard = "no" }, "checks[0].heard"},
		"a pause is better":       {func(p *vigil.Publication) { p.Checks[0].PauseBetter = "yes" }, "checks[0].pause_better"},
		"no phone":                {func(p *vigil.Publication) { p.Checks[0].Answers = " " }, "checks[0].answers"},
		"no question unanswered":  {func(p *vigil.Publication) { p.Checks[0].PauseBetter = "" }, "checks[0].pause_better"},
		"a company has days left": {func(p *vigil.Publication) { p.Replies[1].Asked = "2026-06-10" }, "replies[1].asked"}, // until 1 July
		"a company is forgotten":  {func(p *vigil.Publication) { p.Replies = p.Replies[:1] }, "replies"},
	} {
		t.Run(name, func(t *testing.T) {
			p := loadPublication(t)
			c.change(p)
			ps := p.Ready([]string{"alpha", "beta"})
			if len(ps) != 1 || ps[0].Place.Field != c.field || ps[0].Do.Empty() {
				t.Errorf("problems %v, want one at %s", ps, c.field)
			}
		})
	}
}
