// Package reports holds the template, the styles and the fonts of the reports. An organisation may replace them
// by its own files of the same names.
package reports

import "embed"

// Files holds report.html (html/template over vigil.Report), tokens.css, report.css, fonts, the styles of docx, letter.txt,
// and in site the pages of a published benchmark.
//
//go:embed *.html *.css *.txt docx site fonts/*.woff2
var Files embed.FS
