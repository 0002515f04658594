package page

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"vigil/internal/vigil"
	"vigil/internal/web/words"
)

// Timeline is a figure of cases and caps on one line of time.
type Timeline struct {
	Rows  []TimelineRow
	Years []TimelineYear
	From  string
	To    string
}

// TimelineRow is a case or a cap: a bar from its beginning to its end, with what happened between.
type TimelineRow struct {
	Label, URL, Kind string // Kind: case, cap or proposal
	What, Of         string // what the bar is about, and of whom
	In               string // the language of what it is about
	From, To         string // days; To empty: it goes on
	Marks            []TimelineMark
	x, width         float64
}

// TimelineMark is something that happened on a day.
type TimelineMark struct {
	Key, Day string // Key: reply or confirmed
	x        float64
}

// TimelineYear is the beginning of a year.
type TimelineYear struct {
	Label string
	x     float64
}

const (
	timelineLeft  = 215.0
	timelineWidth = 595.0
	timelineRow   = 38.0
	timelineBar   = 18.0
)

// NewTimeline lays out cases and caps up to a day. More than forty would be no figure any more: the table has them all.
func NewTimeline(ctx context.Context, file vigil.CaseFile) Timeline {
	t := Timeline{To: file.Day}
	for _, v := range file.Cases {
		row := TimelineRow{Label: v.Allegation.Code, URL: casePath(v.Allegation.Code), Kind: "case", What: harmName(ctx, v.Allegation.Harm), In: words.In(ctx), Of: v.Organisation.Name,
			From: v.Allegation.Opened, To: v.Allegation.Withdrawn}
		if v.Allegation.ReplyDate != "" {
			row.Marks = append(row.Marks, TimelineMark{Key: "reply", Day: v.Allegation.ReplyDate})
		}
		t.Rows = append(t.Rows, row)
	}
	for _, v := range file.Caps {
		row := TimelineRow{Label: v.Cap.Rule + " · " + strconv.FormatInt(v.Cap.ID, 10), URL: capPath(v.Cap.ID), Kind: "cap", What: text(ctx, v.Rule.Title), In: textLanguage(ctx, v.Rule.Title), Of: v.Organisation.Name,
			From: v.Cap.Opened, To: v.Cap.Lifted}
		if v.Cap.Confirmed != "" {
			row.Marks = append(row.Marks, TimelineMark{Key: "confirmed", Day: v.Cap.Confirmed})
		} else {
			row.Kind = "proposal"
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) > 40 {
		t.Rows = t.Rows[:40]
	}
	t.From = t.To
	for _, r := range t.Rows {
		if r.From != "" {
			t.From = min(t.From, r.From)
		}
	}
	t.place()
	return t
}

// place finds where everything stands.
func (t *Timeline) place() {
	first, err := time.Parse(time.DateOnly, t.From)
	last, err2 := time.Parse(time.DateOnly, t.To)
	if err != nil || err2 != nil {
		return
	}
	first = first.AddDate(0, -1, 0)
	span := max(last.Sub(first).Hours(), 1)
	at := func(day string) float64 {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return timelineLeft + timelineWidth
		}
		return timelineLeft + min(1, max(0, d.Sub(first).Hours()/span))*timelineWidth
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		r.x = at(r.From)
		r.width = max(3, at(cmp.Or(r.To, t.To))-r.x)
		for j := range r.Marks {
			r.Marks[j].x = at(r.Marks[j].Day)
		}
	}
	for y := first.Year() + 1; y <= last.Year(); y++ {
		t.Years = append(t.Years, TimelineYear{strconv.Itoa(y), at(strconv.Itoa(y) + "-01-01")})
	}
}

func (t Timeline) height() string { return px(float64(len(t.Rows))*timelineRow + 24) }

func rowY(i int) float64 { return float64(i)*timelineRow + 24 }

func px(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// words of a row for who does not see the figure.
func (r TimelineRow) said(ctx context.Context) string {
	to := words.T(ctx, "case.until_now")
	if r.To != "" {
		to = words.Day(ctx, r.To)
	}
	return words.T(ctx, "case.row_"+r.Kind, "Label", r.Label, "From", words.Day(ctx, r.From), "To", to)
}
