package vigil

import "slices"

// Reserved are the words that stand in the addresses of pages where a code or a login could: nothing and nobody may be called so,
// or its page could not be reached. A test of the pages holds the list against the table of routes.
var Reserved = []string{"new"}

// Free reports whether a code or a login is no such word.
func Free(name string) bool { return !slices.Contains(Reserved, name) }
