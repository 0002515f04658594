-- +goose Up
-- Who stands above an organisation, and which companies became part of it.
ALTER TABLE organisations ADD COLUMN parent TEXT NOT NULL DEFAULT ''; -- code
ALTER TABLE organisations ADD COLUMN predecessors TEXT; -- JSON list

-- One row for each version of a portfolio; a version is never changed.
CREATE TABLE portfolios (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  code       TEXT NOT NULL CHECK (code <> ''),
  version    INTEGER NOT NULL,
  name       TEXT NOT NULL,
  as_of      TEXT NOT NULL,
  currency   TEXT NOT NULL,
  file       TEXT NOT NULL,
  digest     TEXT NOT NULL,
  lines      INTEGER NOT NULL,
  skipped    INTEGER NOT NULL,
  notes      TEXT, -- JSON list
  person     TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  UNIQUE (code, version)
);

CREATE TABLE holdings (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  portfolio_id INTEGER NOT NULL REFERENCES portfolios (id),
  line         INTEGER NOT NULL, -- in the file
  name         TEXT NOT NULL,
  lei          TEXT NOT NULL,
  isin         TEXT NOT NULL,
  ticker       TEXT NOT NULL,
  exchange     TEXT NOT NULL,
  country      TEXT NOT NULL,
  sector       TEXT NOT NULL,
  kind         TEXT NOT NULL,
  weight       REAL,
  value        REAL,
  currency     TEXT NOT NULL,
  UNIQUE (portfolio_id, line)
);

-- What a person took for the issuer of a holding; known again in later versions by what the holding said.
CREATE TABLE accepted_matches (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  portfolio       TEXT NOT NULL CHECK (portfolio <> ''), -- code
  organisation_id INTEGER NOT NULL REFERENCES organisations (id),
  name            TEXT NOT NULL,
  lei             TEXT NOT NULL,
  isin            TEXT NOT NULL,
  ticker          TEXT NOT NULL,
  exchange        TEXT NOT NULL,
  accepted_by     TEXT NOT NULL,
  accepted_at     TIMESTAMP NOT NULL,
  withdrawn_by    TEXT NOT NULL,
  withdrawn_at    TIMESTAMP
);
CREATE INDEX accepted_matches_portfolio ON accepted_matches (portfolio);
