// Package demo embeds the fictional organisations of vigil demo. It holds no logic.
package demo

import "embed"

// Files holds the organisations, by subject.
//
//go:embed *.yaml
var Files embed.FS
