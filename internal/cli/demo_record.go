package cli

import (
	"context"
	"fmt"
	"sort"
	"time"

	"vigil/internal/vigil"
)

// demoEvent is something that happened to an organisation before the day of the demo.
type demoEvent struct {
	day  time.Time
	what func(context.Context) error
}

// record tells what happened before the assessments: organisations, then allegations, caps and replies, each on its
// own day and in the order of days. Answers to a cap that never came are then overdue.
func (d *demoRun) record(ctx context.Context) error {
	today := d.clock
	defer func() { d.clock = today }()
	var events []demoEvent
	for _, c := range d.everybody() {
		happened, err := d.history(c)
		if err != nil {
			return fmt.Errorf("%s: %w", c.Code, err)
		}
		events = append(events, happened...)
	}
	sort.SliceStable(events, func(i, j int) bool { return events[i].day.Before(events[j].day) })
	if len(events) > 0 && events[0].day.Before(d.clock) {
		d.clock = events[0].day
	}
	for _, c := range d.everybody() {
		if err := d.organisation(ctx, c); err != nil {
			return fmt.Errorf("%s: %w", c.Code, err)
		}
	}
	for _, e := range events {
		d.clock = e.day
		if err := e.what(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *demoRun) organisation(ctx context.Context, c demoOrganisation) error {
	sectors := c.Sectors
	if len(sectors) == 0 {
		sectors = []string{c.Sector}
	}
	kind := c.Type
	if kind == "" {
		kind = "company"
	}
	_, err := d.a.NewOrganisation(ctx, vigil.Actor{Person: d.Analyst, Role: vigil.Analyst}, vigil.Organisation{Code: c.Code, Name: c.Name,
		Type: kind, Country: c.Country, Sector: c.Sector, Sectors: sectors, Fictional: true})
	return err
}

// history lists the organisation's cases and caps as events. A cap is confirmed the day after it was proposed, and
// answered a week later where there is a reply.
func (d *demoRun) history(c demoOrganisation) ([]demoEvent, error) {
	var events []demoEvent
	var wrong error
	on := func(day string, later int, what func(context.Context) error) {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil && wrong == nil {
			wrong = vigil.Errorf(vigil.Invalid, "%q is no day; write it like 2026-06-30", day)
		}
		events = append(events, demoEvent{t.AddDate(0, 0, later), func(ctx context.Context) error {
			if err := what(ctx); err != nil {
				return fmt.Errorf("%s: %w", c.Code, err)
			}
			return nil
		}})
	}
	codes := make([]string, len(c.Cases))
	for i, k := range c.Cases {
		on(k.Allegation.Opened, 0, func(ctx context.Context) error {
			made, err := d.a.AddAllegation(ctx, vigil.Actor{Person: d.Analyst, Role: vigil.Researcher}, c.Code, k.Allegation)
			codes[i] = made.Code
			return err
		})
		if k.Reply != "" {
			on(k.ReplyDate, 0, func(ctx context.Context) error {
				return d.a.ReplyAllegation(ctx, d.reviewer(0), codes[i], k.Reply, k.ReplyDate)
			})
		}
	}
	for _, k := range c.Caps {
		if k.Case < 0 || k.Case > len(codes) {
			return nil, vigil.Errorf(vigil.Invalid, "%s: cap %s names case %d, but there are %d", c.Code, k.Rule, k.Case, len(codes))
		}
		var id int64
		on(k.Opened, 0, func(ctx context.Context) error {
			behind := ""
			if k.Case > 0 {
				behind = codes[k.Case-1]
			}
			made, err := d.a.ProposeCap(ctx, d.reviewer(0), c.Code, behind, vigil.Cap{Rule: k.Rule, Grade: vigil.Grade(k.Grade), Reason: k.Reason, Opened: k.Opened})
			id = made.ID
			return err
		})
		on(k.Opened, 1, func(ctx context.Context) error {
			_, err := d.a.ConfirmCap(ctx, d.reviewer(1), id)
			return err
		})
		if k.Reply != "" {
			on(k.Opened, 7, func(ctx context.Context) error { return d.a.ReplyCap(ctx, d.reviewer(0), id, k.Reply) })
		}
	}
	return events, wrong
}
