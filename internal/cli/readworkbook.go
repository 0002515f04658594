package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"vigil/internal/spreadsheet"
	"vigil/internal/vault"
	"vigil/internal/vigil"
)

// Untrusted workbooks are read, and evidence is cleaned, in child processes of the program, by these commands. People never call them.

func (r *run) readWorkbook() *cobra.Command {
	return r.reader("read-workbook FILE", "Read a workbook under limits and print what it holds", spreadsheet.Child)
}

func (r *run) readSheets() *cobra.Command {
	return r.reader("read-sheets FILE", "Read the sheets of a workbook under limits and print them as text", spreadsheet.ChildSheets)
}

func (r *run) readReconciliation() *cobra.Command {
	return r.reader("read-reconciliation FILE", "Read a workbook for reconciliation under limits and print what it holds", spreadsheet.ChildReconciliation)
}

func (r *run) cleanFile() *cobra.Command {
	c := r.leaf(vault.ChildCommand+" TYPE", "Clean a file from the input under limits and print the copy", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error {
		if code := vault.Child(args[0], r.in, r.out); code != 0 {
			return vigil.Errorf(vigil.Invalid, "the file could not be cleaned within the limits (%d)", code)
		}
		return nil
	})
	c.Hidden = true
	return c
}

func (r *run) reader(use, short string, read func(path string, out io.Writer) int) *cobra.Command {
	c := r.leaf(use, short, cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error {
		if code := read(args[0], r.out); code != 0 {
			return vigil.Errorf(vigil.Invalid, "%s could not be read within the limits (%s)", args[0], fmt.Sprint(code))
		}
		return nil
	})
	c.Hidden = true
	return c
}
