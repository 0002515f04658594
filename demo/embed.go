// Package demo embeds the fictional companies of vigil demo. It holds no logic.
package demo

import "embed"

// Files holds companies.yaml and what it draws from.
//
//go:embed *.yaml
var Files embed.FS
