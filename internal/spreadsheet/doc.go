// Package spreadsheet reads and writes workbooks and csv files. It is the only package that knows cells.
// What comes in is not believed: it becomes a vigil.Submission of raw strings, each with the place it stood in.
package spreadsheet
