// Package spreadsheet is the only one that knows cells: it writes questionnaires and reports as workbooks and
// csv, and reads answer files (xlsx, csv, json) into a vigil.Submission. Files from outside are vetted before they
// are believed, workbooks in a child process with limits on memory and time; every problem is found at once.
package spreadsheet
