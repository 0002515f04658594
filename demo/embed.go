// Package demo embeds the fictional organisations of vigil demo. It holds no logic.
package demo

import "embed"

// Files holds the organisations, by subject, and a list of holdings.
//
//go:embed *.yaml holdings.csv
var Files embed.FS
