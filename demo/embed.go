// Package demo embeds the fictional organisations of vigil demo. It holds no logic.
package demo

import "embed"

// Files holds the organisations, by subject, a list of holdings, and a sector to compare.
//
//go:embed *.yaml benchmark/*.yaml holdings*.csv
var Files embed.FS
