package ui

import "strconv"

func itoa(n int) string { return strconv.Itoa(n) }

// figure writes a number for an attribute of svg.
func figure(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }
