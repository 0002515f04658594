package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

func (r *run) importCommand() *cobra.Command {
	var code string
	answers := r.importInto("answers FILE", cobra.ExactArgs(1), func(args []string) (string, string) { return code, args[0] })
	answers.Flags().StringVar(&code, "assessment", "", "code of the assessment")
	need(answers, "assessment")
	return group("import", "Take in files", answers, r.importOrganisations(), r.importHoldings())
}

const importHelp = `Import answers from a workbook, csv or json: all of them, or nothing.

A workbook that went out from here is merged cell by cell: what you changed is taken, what others changed on file
meanwhile stays, a row that you emptied takes its answer out, and a row that is not there says nothing. Any other file
adds what nobody answered; what it leaves blank stays. Nothing is overwritten in silence: where both sides contradict
one another nothing is stored, every conflict is listed with its cell, and the exit code is 4. Choose then:
  --prefer file     what the file says holds
  --prefer server   what is on file holds
  --prefer ask      a question for each conflict
An answer, its grade and its date are decided together. --dry-run shows the whole plan and stores nothing.

--format json prints the plan: assessment, version (of the assessment), file, export and exported (of the workbook; not
there where it is unknown here), counts (rows; new, changed, cleared, unchanged, kept, conflicts: answers; evidence:
references), and cells, a list of all that differ: place (file, sheet, cell, line, field), question, unit, field (answer,
grade, date, note, search, evidence), status (new, changed_here, cleared_here, changed_there, not_in_file, conflict),
conflict (cells with the same are decided together), take (file, server; missing: to be chosen), in_file, on_file, and of
a conflict by and at: who last changed what is on file, and when.`

// importFlags are how an import is asked for.
type importFlags struct {
	dry            bool
	prefer, format string
}

// importInto makes a command that imports answers. The file is vetted before the data is opened.
func (r *run) importInto(use string, args cobra.PositionalArgs, target func(args []string) (code, file string)) *cobra.Command {
	var f importFlags
	c := r.leaf(use, "Import answers from a workbook, csv or json: all of them, or nothing", args, func(cmd *cobra.Command, args []string) error {
		if err := f.check(); err != nil {
			return err
		}
		code, file := target(args)
		sub, err := spreadsheet.ReadFile(cmd.Context(), file)
		if err != nil {
			return err
		}
		return r.withApp(cmd.Context(), func(a *app.App) error { return r.merge(cmd, a, code, sub, f) })
	})
	c.Long = importHelp
	c.Flags().BoolVar(&f.dry, "dry-run", false, "check everything and show the plan, store nothing")
	c.Flags().StringVar(&f.prefer, "prefer", "", "what holds in a conflict: file, server or ask")
	c.Flags().StringVar(&f.format, "format", "table", "table or json")
	return c
}

const ask = "ask"

func (f importFlags) check() error {
	if !slices.Contains([]string{"", string(app.FromFile), string(app.FromServer), ask}, f.prefer) {
		return usageError{fmt.Errorf("--prefer %q is not known; choose one of file, server, ask", f.prefer)}
	}
	if f.format != "table" && f.format != "json" {
		return usageError{fmt.Errorf("--format %q is not known; choose one of table, json", f.format)}
	}
	return nil
}

// merge imports, asks where it is to ask, and prints what came of it.
func (r *run) merge(cmd *cobra.Command, a *app.App, code string, sub vigil.Submission, f importFlags) error {
	o := app.ImportOptions{DryRun: f.dry}
	if f.prefer != ask {
		o.Prefer = app.Side(f.prefer)
	}
	plan, err := a.Import(cmd.Context(), r.actor(), code, sub, o)
	if len(plan.Undecided()) > 0 && f.prefer == ask && !f.dry {
		if o.Choices, err = r.choose(plan); err != nil {
			return err
		}
		o.Version = plan.Version
		plan, err = a.Import(cmd.Context(), r.actor(), code, sub, o)
	}
	open := len(plan.Undecided()) > 0
	if err != nil && !open {
		return err
	}
	if err == nil || f.dry {
		if e := r.printPlan(plan, f); e != nil {
			return e
		}
	}
	if open && f.prefer == "" {
		return vigil.Errorf(vigil.KindOf(err), "%v: --prefer file, --prefer server, or --prefer ask for one question each", err)
	}
	return err
}

// printPlan prints what an import did or would do.
func (r *run) printPlan(p app.ImportPlan, f importFlags) error {
	if f.format == "json" || r.json {
		e := json.NewEncoder(r.out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(p)
	}
	word := "imported"
	if f.dry {
		word = "would import (nothing was stored)"
		if err := r.printCells(p); err != nil {
			return err
		}
	}
	n := p.Counts
	fmt.Fprintf(r.out, "%s: %s: %d rows read, %d new, %d changed, %d unchanged answers, %d cleared, %d kept as on file, %d with conflicts, %d evidence references\n",
		p.Assessment, word, n.Rows, n.New, n.Changed, n.Unchanged, n.Cleared, n.Kept, n.Conflicts, n.Evidence)
	return nil
}

// inWords names the statuses for people.
var inWords = map[app.Status]string{app.New: "new", app.ChangedHere: "changed here", app.ClearedHere: "cleared here",
	app.ChangedThere: "changed there", app.NotInFile: "not in the file", app.Conflicting: "conflict"}

// printCells prints every cell that differs as a table.
func (r *run) printCells(p app.ImportPlan) error {
	if len(p.Cells) == 0 {
		return nil
	}
	var rows [][]string
	for _, c := range p.Cells {
		holds := map[app.Side]string{app.FromFile: "the file", app.FromServer: "what is on file", "": "to be chosen"}[c.Take]
		at := c.Place
		at.File = ""
		rows = append(rows, []string{strings.TrimPrefix(at.String(), ":"), strings.TrimSpace(c.Question + " " + c.Unit), c.Field, inWords[c.Status], brief(c.File), brief(c.Server), holds})
	}
	return r.table([]string{"cell", "question", "part", "what", "in the file", "on file", "what holds"}, rows)
}

// brief is the start of a text on one line.
func brief(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	if s == "" {
		return "–"
	}
	return s
}

// choose asks for every conflict which side holds. Whoever stops answering stops the import.
func (r *run) choose(p app.ImportPlan) (map[string]app.Side, error) {
	var order []string
	groups := map[string][]app.ImportCell{}
	for _, c := range p.Undecided() {
		if groups[c.Conflict] == nil {
			order = append(order, c.Conflict)
		}
		groups[c.Conflict] = append(groups[c.Conflict], c)
	}
	choices := map[string]app.Side{}
	for i, key := range order {
		for _, c := range groups[key] {
			fmt.Fprintln(r.err, c)
		}
		for choices[key] == "" {
			fmt.Fprintf(r.err, "conflict %d of %d: f takes the file's, s keeps what is on file, q stores nothing: ", i+1, len(order))
			line, err := r.line()
			switch answer := strings.ToLower(strings.TrimSpace(line)); {
			case answer == "f" || answer == "file":
				choices[key] = app.FromFile
			case answer == "s" || answer == "server":
				choices[key] = app.FromServer
			case answer == "q" || err != nil:
				fmt.Fprintln(r.err)
				return nil, vigil.Errorf(vigil.Conflict, "nothing was stored: %d of %d conflicts were decided; import again and decide all, or choose with --prefer file or --prefer server", i, len(order))
			}
		}
	}
	return choices, nil
}

// line reads one line of what somebody types, and no more.
func (r *run) line() (string, error) {
	var line []byte
	for b := make([]byte, 1); ; {
		n, err := r.in.Read(b)
		if n == 1 && b[0] == '\n' {
			return string(line), nil
		}
		line = append(line, b[:n]...)
		if err != nil || len(line) > 1000 {
			return string(line), os.ErrClosed
		}
	}
}
