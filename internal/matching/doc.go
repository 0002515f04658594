// Package matching finds the organisation behind each holding of a portfolio. It is pure: the same holdings,
// organisations and accepted matches give the same result on every machine, in whatever order they come.
//
// An identifier settles it: LEI, then ISIN, then ticker with exchange. A name never does: it gives candidates with a
// score, and a person accepts one of them. Identifiers that lead to different companies settle nothing either.
package matching
