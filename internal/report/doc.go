// Package report turns scorecards and gaps into reports: first a vigil.Report that is free of any format, then
// html, csv or json. Builders are pure: the day of the report comes in, the same input gives the same report.
// A writer prints every text and figure of a report and adds none.
package report
