-- +goose Up
-- One row for each run over a portfolio that was kept; a run is never changed.
CREATE TABLE screenings (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  portfolio    TEXT NOT NULL CHECK (portfolio <> ''), -- code
  number       INTEGER NOT NULL, -- of the run, from 1 for each portfolio
  portfolio_id INTEGER NOT NULL REFERENCES portfolios (id), -- the version that was screened
  day          TEXT NOT NULL,
  rule_set     TEXT NOT NULL, -- id@edition
  person       TEXT NOT NULL,
  digest       TEXT NOT NULL, -- SHA-256 of what the run depends on, hex
  document     BLOB NOT NULL, -- the result without the words of others
  created_at   TIMESTAMP NOT NULL,
  UNIQUE (portfolio, number)
);
CREATE INDEX screenings_portfolio_id ON screenings (portfolio_id);
