package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// readWorkbook is the child process in which untrusted workbooks are read; people never call it.
func (r *run) readWorkbook() *cobra.Command {
	c := r.leaf("read-workbook FILE", "Read a workbook under limits and print what it holds", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error {
		if code := spreadsheet.Child(args[0], r.out); code != 0 {
			return vigil.Errorf(vigil.Invalid, "%s could not be read within the limits (%s)", args[0], fmt.Sprint(code))
		}
		return nil
	})
	c.Hidden = true
	return c
}

// readSheets is the child process in which the sheets of untrusted lists of holdings are read; people never call it.
func (r *run) readSheets() *cobra.Command {
	c := r.leaf("read-sheets FILE", "Read the sheets of a workbook under limits and print them as text", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error {
		if code := spreadsheet.ChildSheets(args[0], r.out); code != 0 {
			return vigil.Errorf(vigil.Invalid, "%s could not be read within the limits (%s)", args[0], fmt.Sprint(code))
		}
		return nil
	})
	c.Hidden = true
	return c
}
