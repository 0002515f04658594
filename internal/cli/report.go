package cli

import (
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/report"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

func (r *run) report() *cobra.Command {
	summary := r.reportOn("summary CODE...", "Many assessments, side by side within each questionnaire and mode; no ranking", cobra.MinimumNArgs(1),
		func(a *app.App, cmd *cobra.Command, args []string) (vigil.Report, error) {
			return a.Summary(cmd.Context(), r.actor(), args)
		})
	return group("report", "Reports as html, docx, pdf, xlsx, csv or json",
		r.reportOn("gap CODE", "What is good, what is missing, and what to do by when", cobra.ExactArgs(1), r.single(app.GapReport)),
		r.reportOn("scorecard CODE", "Every figure with what it was made from", cobra.ExactArgs(1), r.single(app.ScorecardReport)), r.whatIf(), summary, r.benchmarkReport())
}

// formatHelp says what a format needs and is for.
const formatHelp = `html is one file for screen, telephone and paper; docx is for people who edit or quote; pdf is the html as printed, tagged for screen
readers; xlsx, csv and json are for those who compute. A pdf is printed with Chromium (Debian package chromium). Scripts that its fonts
do not have, such as Arabic, come from the fonts of the machine: a server often needs the package fonts-noto-core.`

type build func(a *app.App, cmd *cobra.Command, args []string) (vigil.Report, error)

func (r *run) single(name string) build {
	return func(a *app.App, cmd *cobra.Command, args []string) (vigil.Report, error) {
		return a.Report(cmd.Context(), r.actor(), name, args[0])
	}
}

// reportOn is reportFile for a report that is made from what is stored.
func (r *run) reportOn(use, short string, args cobra.PositionalArgs, make build) *cobra.Command {
	return r.reportFile(use, short, args, func(cmd *cobra.Command, args []string) (made vigil.Report, err error) {
		err = r.withApp(cmd.Context(), func(a *app.App) error {
			made, err = make(a, cmd, args)
			return err
		})
		return made, err
	})
}

// reportFile is a command that writes one report to a file, in any format. What is wrong with the format is said before
// the report is made.
func (r *run) reportFile(use, short string, args cobra.PositionalArgs, make func(cmd *cobra.Command, args []string) (vigil.Report, error)) *cobra.Command {
	var format, file, templates string
	c := r.leaf(use, short, args, func(cmd *cobra.Command, args []string) error {
		if format == "" {
			format = strings.TrimPrefix(filepath.Ext(file), ".")
		}
		write, err := r.writer(format, templates)
		if err != nil {
			return err
		}
		made, err := make(cmd, args)
		if err != nil {
			return err
		}
		return r.writeFile(file, func(w io.Writer) error { return write(w, made) })
	})
	c.Long = short + ".\n\n" + formatHelp
	c.Flags().StringVar(&format, "format", "", "html, docx, pdf, xlsx, csv or json (default: by the ending of the file)")
	c.Flags().StringVar(&templates, "templates", "", "folder with your own report.html, tokens.css, report.css, docx/styles.xml ...; what it lacks stays as it is")
	c.Flags().StringVarP(&file, "output", "o", "", "file to write; - for standard output")
	need(c, "output")
	return c
}

// writer finds the writer of a format, with the templates in a folder if one is named. This is where the workbook joins
// the formats of package report.
func (r *run) writer(format, templates string) (func(io.Writer, vigil.Report) error, error) {
	make := report.Formats
	if templates != "" {
		make = func(files fs.FS) ([]report.Format, error) { return report.WithTemplates(files, templates) }
	}
	formats, err := make(r.Reports)
	if err != nil {
		return nil, err
	}
	formats = append(formats, report.Format{Name: "xlsx", Extension: ".xlsx", Write: spreadsheet.WriteReport})
	var names []string
	for _, f := range formats {
		if f.Name == format {
			return f.Write, nil
		}
		names = append(names, f.Name)
	}
	if format == "" {
		return nil, usageError{vigil.Errorf(vigil.Invalid, "say which format with --format, or by the ending of the file; choose one of %s", strings.Join(names, ", "))}
	}
	return nil, usageError{vigil.Errorf(vigil.Invalid, "there is no format %q; choose one of %s", format, strings.Join(names, ", "))}
}
