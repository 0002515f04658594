package page

import (
	"context"
	"time"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// Share is the page on which the work on an assessment is handed out.
type Share struct {
	Base         string // address of the assessment
	Organisation vigil.Organisation
	Assessment   vigil.Assessment
	Sections     []ShareSection
	Workers      []ui.Option // to whom a section can be given
	Names        map[string]string
	Assignments  []vigil.Assignment
	Links        []vigil.Link
	New          []ui.Link // of links just made: for whom, and the address that is shown this once
	May          bool      // may share
	Now          time.Time
	Typed        ShareForm
	Problems     []ui.Problem
}

// ShareSection is a part of the questionnaire.
type ShareSection struct {
	ID        string
	Title     vigil.Text // empty: the screening
	Questions int
}

// ShareForm is what was typed.
type ShareForm struct {
	Sections []string
	Due      string
	Links    string
	Language string
	Days     string
}

// assessmentTrail leads to an assessment; to its organisation only whoever may see organisations, which by a link nobody may.
func assessmentTrail(ctx context.Context, f ui.Frame, org vigil.Organisation, as vigil.Assessment, base string) []ui.Link {
	trail := []ui.Link{{Label: words.T(ctx, "assessments.title"), URL: "/assessments"}, {Label: org.Name}, {Label: as.Code, URL: base}}
	if f.Leads("/organisations") {
		trail[1].URL = organisationURL(org.Code)
	}
	return trail
}

// sectionName is what a section is called: the title of its pillar.
func sectionName(ctx context.Context, sections []ShareSection, id string) vigil.Text {
	for _, s := range sections {
		if s.ID == id && len(s.Title) > 0 {
			return s.Title
		}
	}
	if id == vigil.SectionScreening {
		return words.Here(ctx, words.T(ctx, "share.screening"))
	}
	return words.Here(ctx, id)
}

func (v Share) sectionName(ctx context.Context, id string) vigil.Text {
	return sectionName(ctx, v.Sections, id)
}

func (v Share) sectionOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range v.Sections {
		name := v.sectionName(ctx, s.ID)
		o := ui.Option{Value: s.ID, Label: text(ctx, name), Language: textLanguage(ctx, name), Aside: words.T(ctx, "share.questions", "Count", s.Questions)}
		for _, id := range v.Typed.Sections {
			o.Chosen = o.Chosen || id == s.ID
		}
		all = append(all, o)
	}
	return all
}

// opens says which sections a link opens.
func (v Share) opens(ctx context.Context, l vigil.Link) vigil.Text {
	if len(l.Sections) == 0 {
		return words.Here(ctx, words.T(ctx, "share.all_sections"))
	}
	var names []vigil.Text
	for _, id := range l.Sections {
		names = append(names, v.sectionName(ctx, id))
	}
	return words.Joined(ctx, names)
}

func (v Share) name(login string) string {
	if n := v.Names[login]; n != "" {
		return n
	}
	return login
}

// state says where a link stands, and in which tone.
func (v Share) state(ctx context.Context, l vigil.Link) (ui.Tone, string) {
	switch {
	case l.RevokedAt != nil:
		return ui.Plain, words.T(ctx, "share.link_revoked", "Day", words.Date(ctx, *l.RevokedAt))
	case l.HandedInAt != nil:
		return ui.Good, words.T(ctx, "share.link_handed_in", "Day", words.Date(ctx, *l.HandedInAt))
	case !l.Open(v.Now):
		return ui.Bad, words.T(ctx, "share.link_over", "Day", words.Date(ctx, l.End()))
	case l.Uses == 0:
		return ui.Warning, words.T(ctx, "share.link_unopened")
	}
	return ui.Info, words.T(ctx, "share.link_begun")
}

func (v Share) stateTone(ctx context.Context, l vigil.Link) ui.Tone {
	t, _ := v.state(ctx, l)
	return t
}

func (v Share) stateText(ctx context.Context, l vigil.Link) string { _, t := v.state(ctx, l); return t }

func (v Share) late(a vigil.Assignment) bool { return a.Late(v.Now.Format(time.DateOnly)) }

// HandIn is the page on which whoever came by a link says that they are done.
type HandIn struct {
	Base         string
	Organisation vigil.Organisation
	Assessment   vigil.Assessment
	Link         vigil.Link
	Sections     []ShareSection
	Progress     vigil.Progress
	Name         string
	Problems     []ui.Problem
}

func (v HandIn) sectionName(ctx context.Context, s vigil.SectionProgress) vigil.Text {
	return sectionName(ctx, v.Sections, s.ID)
}

func doneLabel(ctx context.Context, a vigil.Assignment) string {
	if a.Done() {
		return words.T(ctx, "share.mark_open")
	}
	return words.T(ctx, "share.mark_done")
}

func doneValue(a vigil.Assignment) string {
	if a.Done() {
		return "no"
	}
	return "yes"
}
