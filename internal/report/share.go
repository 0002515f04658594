package report

import "io/fs"

// What the pages of reports share with the published site (package site below this one).

// Date prints 2026-10-31 as 31 October 2026; anything else stays as it is.
func Date(day string) string { return longDate(day) }

// Direction is the dir attribute of a page in a language: rtl or ltr.
func Direction(language string) string { return direction(language) }

// Styles joins style sheets in their order, with the fonts that they name (url(fonts/NAME.woff2)) put into them.
func Styles(files fs.FS, names ...string) (string, error) {
	text, err := styles(files, names...)
	return string(text), err
}
