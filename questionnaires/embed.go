// Package questionnaires embeds the data that lawyers and researchers edit: provisions, methodologies,
// questionnaires, the crosswalk, guidance, screening rules, and reference sets. It holds no logic.
package questionnaires

import "embed"

// Files holds the whole tree as it stands beside this file.
//
//go:embed *.yaml *.md bank guidance methodologies reference screening
var Files embed.FS
