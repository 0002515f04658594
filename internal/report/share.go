package report

import "io/fs"

// What the pages of reports share with the published site (package site below this one).

// List joins words with commas and a last "and".
func List(words []string) string { return list(words) }

// Count prints a number with its noun.
func Count(n int, one, many string) string { return count(n, one, many) }

// UpperFirst makes a word start a line.
func UpperFirst(s string) string { return upperFirst(s) }

// LowerFirst makes a title part of a sentence; an abbreviation keeps its capitals.
func LowerFirst(s string) string { return lowerFirst(s) }

// Direction is the dir attribute of a page in a language: rtl or ltr.
func Direction(language string) string { return direction(language) }

// Styles joins style sheets in their order, with the fonts that they name (url(fonts/NAME.woff2)) put into them.
func Styles(files fs.FS, names ...string) (string, error) {
	text, err := styles(files, names...)
	return string(text), err
}
