package cli

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"vigil/internal/catalogue"
	"vigil/internal/vigil"
)

func (r *run) questionnaire() *cobra.Command {
	list := r.leaf("list", "List the questionnaires in the program", cobra.NoArgs, func(*cobra.Command, []string) error {
		c, ps := catalogue.Load(r.Questionnaires)
		if err := ps.Err(); err != nil {
			return err
		}
		var rows [][]string
		for _, q := range c.Questionnaires {
			rows = append(rows, []string{q.Ref(), q.Method, strconv.Itoa(len(q.Questions())), q.Title.In("en")})
		}
		return r.list(c.Questionnaires, []string{"questionnaire", "methodology", "questions", "title"}, rows)
	})
	show := r.leaf("show ID", "Show a questionnaire, question by question", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error {
		c, ps := catalogue.Load(r.Questionnaires)
		if err := ps.Err(); err != nil {
			return err
		}
		q, m, err := c.Questionnaire(args[0])
		if err != nil {
			return err
		}
		if r.json {
			return r.list(q, nil, nil)
		}
		r.show(q, m)
		return nil
	})
	return group("questionnaire", "Questionnaires in the program", list, show, r.crosswalk())
}

func (r *run) show(q *vigil.Questionnaire, m *vigil.Methodology) {
	fmt.Fprintf(r.out, "%s (%s), method %s\n", q.Title.In("en"), q.Ref(), m.Ref())
	for _, text := range []string{m.Notice("draft", "en"), q.Attribution.In("en"), q.Intro.In("en")} {
		if text != "" {
			fmt.Fprintf(r.out, "\n%s\n", text)
		}
	}
	if len(q.Screening) > 0 {
		fmt.Fprintln(r.out, "\nScreening")
	}
	for i := range q.Screening {
		fmt.Fprintf(r.out, "  %s  %s\n", q.Screening[i].ID, q.Screening[i].Question.In("en"))
	}
	pillar := ""
	q.Walk(func(p *vigil.Pillar, in *vigil.Indicator) {
		if p.ID != pillar {
			pillar = p.ID
			title := p.Title.In("en")
			if rule, ok := m.Pillar(p.ID); ok && title == "" {
				title = rule.Title.In("en")
			}
			fmt.Fprintf(r.out, "\n%s  %s\n", p.ID, title)
		}
		text := in.Question.In("en")
		if text == "" {
			text = in.Title.In("en")
		}
		fmt.Fprintf(r.out, "  %s  %s\n", in.ID, text)
		for _, l := range in.Levels {
			fmt.Fprintf(r.out, "      %s: %s\n", l.ID, l.Text.In("en"))
		}
		for _, e := range in.Elements {
			if t := e.Text.In("en"); t != "" {
				fmt.Fprintf(r.out, "      %s: %s\n", e.ID, t)
			}
		}
	})
}
