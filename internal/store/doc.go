// Package store keeps everything: organisations, assessments, answers with their history, exports, evidence, allegations,
// caps, scorecards and the audit log, in SQLite (a folder) or PostgreSQL (an address). It is the only package that
// knows a database. A caller may rely on this: all of a transaction is kept or nothing; an answer that was
// acknowledged survives a loss of power; a change based on a stale version is refused as a Conflict and overwrites
// nothing; every error is a vigil error, and those that people can do something about say what.
package store
