package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vigil/internal/benchmark"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// score recomputes scores from files alone: no database, no account.
func (r *run) score() *cobra.Command {
	var s scoreFiles
	var format string
	var explain bool
	var coders []string
	cmd := &cobra.Command{
		Use:   "score --questionnaire FILE|FOLDER|ID --answers FILE",
		Short: "Recompute scores from an answer file; needs no database, so that anybody can",
		Args:  usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if s.questionnaire == "" || s.answers == "" {
				return usageError{fmt.Errorf("name a questionnaire with --questionnaire and an answer file with --answers")}
			}
			if format != "text" && format != "csv" && format != "json" {
				return usageError{fmt.Errorf("there is no format %q; choose text, csv or json", format)}
			}
			set, err := r.loadSet(cmd.Context(), s)
			if err != nil {
				return err
			}
			if len(coders) > 0 {
				if err := r.addAgreement(cmd.Context(), set, coderFiles{questionnaire: s.questionnaire, subjects: s.subjects, units: s.units, coders: coders}); err != nil {
					return err
				}
			}
			cards, err := set.score()
			if err != nil {
				return err
			}
			return r.printScores(set, cards, format, explain)
		},
	}
	f := cmd.Flags()
	f.StringVar(&s.questionnaire, "questionnaire", "", "questionnaire: a file, a folder with questionnaire.yaml, or the id of one the program carries")
	f.StringVar(&s.answers, "answers", "", "answers: csv, xlsx or json")
	f.StringVar(&s.subjects, "subjects", "", "csv file of subjects and their attributes (default: subjects.csv beside the answers, else in the folder of the questionnaire, if there)")
	f.StringVar(&s.units, "units", "", "csv file of units (default: units.csv, looked for in the same way)")
	f.StringVar(&s.mode, "mode", "SELF", "SELF, SCREEN or BENCH")
	f.StringVar(&s.cutoff, "cutoff", "", "last day that counts, like 2026-06-30 (default, where the method looks at dates: the latest date in the answers)")
	f.StringArrayVar(&coders, "coder", nil, "what the coders answered before it was settled, as NAME=FILE, twice or more: how far they agree then counts in the confidence")
	f.StringVar(&format, "format", "text", "text, csv or json")
	f.BoolVar(&explain, "explain", false, "print the arithmetic so that it can be followed by hand")
	return cmd
}

// addAgreement computes how far coders agree about each subject and gives it to the scoring of that subject, where it is a
// part of the confidence and of nothing else.
func (r *run) addAgreement(ctx context.Context, set *scoreSet, f coderFiles) error {
	list, err := f.parse()
	if err != nil {
		return err
	}
	coders, err := set.readCoders(ctx, f, list)
	if err != nil {
		return err
	}
	a := benchmark.Agree(coders)
	var without []string
	for i := range set.inputs {
		in := &set.inputs[i]
		if in.Agreement = a.Confidence(in.Subject.Code); in.Agreement == nil {
			without = append(without, orNobody(*in))
		}
	}
	fmt.Fprintf(r.err, "the agreement of %s counts in the confidence of %d of %d subjects\n", strings.Join(a.Coders, ", "), len(set.inputs)-len(without), len(set.inputs))
	if len(without) > 0 {
		fmt.Fprintf(r.err, "it is n/a, and counts as 0, for %s\n", strings.Join(without, ", "))
	}
	return nil
}

func (r *run) printScores(set *scoreSet, cards []*vigil.Scorecard, format string, explain bool) error {
	switch format {
	case "csv":
		return writeScores(r.out, set, cards)
	case "json":
		enc := json.NewEncoder(r.out)
		enc.SetIndent("", "  ")
		return enc.Encode(cards)
	}
	for _, c := range cards {
		text := oneLine(c, set.method)
		if explain {
			text = scoring.Explain(c, set.method)
		}
		fmt.Fprintln(r.out, text)
	}
	return nil
}

// oneLine is the result of one subject in words.
func oneLine(c *vigil.Scorecard, m *vigil.Methodology) string {
	name := c.Subject.Name
	if name == "" {
		name = c.Subject.Code
	}
	if name == "" {
		name = "(subject without a name)"
	}
	if !c.Rated {
		return fmt.Sprintf("%s: not rated (%s)", name, c.BandReason.String())
	}
	line := fmt.Sprintf("%s: %s", name, c.Final)
	if c.Band != "" {
		line += fmt.Sprintf(", band %s, coverage %s, could rise to %s", c.Band, c.Coverage, c.High)
	}
	if c.Capped {
		line += ", capped by " + c.Governing
	}
	if c.Provisional {
		line += ", provisional"
	}
	if c.Draft {
		line += " (method draft)"
	}
	return line
}
