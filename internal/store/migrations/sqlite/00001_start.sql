-- +goose Up
CREATE TABLE organisations (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  code       TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name       TEXT NOT NULL,
  type       TEXT NOT NULL,
  country    TEXT NOT NULL,
  sector     TEXT NOT NULL,
  sectors    TEXT, -- JSON list
  lei        TEXT NOT NULL,
  isins      TEXT, -- JSON list
  ticker     TEXT NOT NULL,
  exchange   TEXT NOT NULL,
  fictional  BOOLEAN NOT NULL,
  version    INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);

CREATE TABLE units (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation_id INTEGER NOT NULL REFERENCES organisations (id),
  code            TEXT NOT NULL CHECK (code <> ''),
  name            TEXT NOT NULL,
  kind            TEXT NOT NULL,
  parent          TEXT NOT NULL, -- code of the unit above; empty: the organisation itself
  country         TEXT NOT NULL,
  weight          TEXT, -- JSON: a fraction
  UNIQUE (organisation_id, code)
);

CREATE TABLE memberships (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation_id INTEGER NOT NULL REFERENCES organisations (id),
  person          TEXT NOT NULL CHECK (person <> ''),
  role            TEXT NOT NULL,
  UNIQUE (organisation_id, person)
);

-- What an assessment was made with, kept as it was.
CREATE TABLE editions (
  ref        TEXT NOT NULL PRIMARY KEY CHECK (ref <> ''), -- id@edition
  kind       TEXT NOT NULL,
  digest     TEXT NOT NULL,
  document   BLOB NOT NULL,
  created_at TIMESTAMP NOT NULL
);

CREATE TABLE assessments (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  code            TEXT NOT NULL UNIQUE CHECK (code <> ''),
  organisation_id INTEGER NOT NULL REFERENCES organisations (id),
  questionnaire   TEXT NOT NULL,
  methodology     TEXT NOT NULL,
  mode            TEXT NOT NULL,
  purpose         TEXT NOT NULL,
  period          TEXT NOT NULL,
  cutoff          TEXT NOT NULL,
  status          TEXT NOT NULL,
  version         INTEGER NOT NULL,
  created_at      TIMESTAMP NOT NULL,
  updated_at      TIMESTAMP NOT NULL,
  submitted_at    TIMESTAMP,
  finalised_at    TIMESTAMP
);
CREATE INDEX assessments_organisation ON assessments (organisation_id);

CREATE TABLE answers (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  assessment_id    INTEGER NOT NULL REFERENCES assessments (id),
  unit             TEXT NOT NULL, -- empty: the organisation as a whole
  question         TEXT NOT NULL CHECK (question <> ''),
  value            TEXT NOT NULL,
  state            TEXT NOT NULL,
  grade            TEXT NOT NULL,
  date             TEXT NOT NULL,
  note             TEXT NOT NULL,
  search_date      TEXT NOT NULL,
  search_sources   TEXT NOT NULL,
  search_languages TEXT NOT NULL,
  search_terms     TEXT NOT NULL,
  approved_by      TEXT NOT NULL,
  author           TEXT NOT NULL,
  version          INTEGER NOT NULL,
  updated_at       TIMESTAMP NOT NULL,
  UNIQUE (assessment_id, unit, question)
);

-- Every answer that was ever given. The codes stay; what people wrote stands in content alone, and is erased
-- together with its salt, so that the hash then says nothing about it.
CREATE TABLE answer_history (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  assessment_id INTEGER NOT NULL REFERENCES assessments (id),
  unit          TEXT NOT NULL,
  question      TEXT NOT NULL,
  version       INTEGER NOT NULL,
  action        TEXT NOT NULL, -- put | delete
  value         TEXT NOT NULL, -- codes only; free text stands in content
  state         TEXT NOT NULL,
  grade         TEXT NOT NULL,
  date          TEXT NOT NULL,
  approved_by   TEXT NOT NULL,
  author        TEXT NOT NULL,
  time          TIMESTAMP NOT NULL,
  hash          TEXT NOT NULL, -- SHA-256 of salt and content
  salt          BLOB,
  content       BLOB
);
CREATE INDEX answer_history_answer ON answer_history (assessment_id, unit, question, id);
-- +goose StatementBegin
CREATE TRIGGER answer_history_kept BEFORE UPDATE OF id, assessment_id, unit, question, version, action, value, state, grade,
  date, approved_by, author, time, hash ON answer_history
BEGIN SELECT RAISE(ABORT, 'the history of answers is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER answer_history_whole BEFORE DELETE ON answer_history
BEGIN SELECT RAISE(ABORT, 'the history of answers is never shortened'); END;
-- +goose StatementEnd

-- The answers of one assessment in a compact form, for scoring many at once. Always rewritten with the rows.
CREATE TABLE packed_answers (
  assessment_id INTEGER NOT NULL PRIMARY KEY REFERENCES assessments (id),
  packed        BLOB NOT NULL
);

CREATE TABLE evidence (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  assessment_id INTEGER NOT NULL REFERENCES assessments (id),
  unit          TEXT NOT NULL,
  question      TEXT NOT NULL CHECK (question <> ''),
  title         TEXT NOT NULL,
  link          TEXT NOT NULL,
  grade         TEXT NOT NULL,
  date          TEXT NOT NULL,
  page          TEXT NOT NULL,
  quote         TEXT NOT NULL,
  public        BOOLEAN NOT NULL
);
CREATE INDEX evidence_answer ON evidence (assessment_id, unit, question);

CREATE TABLE allegations (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation_id INTEGER NOT NULL REFERENCES organisations (id),
  code            TEXT NOT NULL UNIQUE CHECK (code <> ''),
  country         TEXT NOT NULL,
  quarter         TEXT NOT NULL,
  harm            TEXT NOT NULL,
  sector          TEXT NOT NULL,
  project         TEXT NOT NULL,
  summary         TEXT NOT NULL,
  source          TEXT NOT NULL,
  scale           INTEGER NOT NULL,
  scope           INTEGER NOT NULL,
  irremediability INTEGER NOT NULL,
  credibility     TEXT NOT NULL,
  link            TEXT NOT NULL,
  continuing      BOOLEAN NOT NULL,
  opened          TEXT NOT NULL,
  interim         BOOLEAN NOT NULL,
  mark_answered   REAL NOT NULL,
  mark_inquiry    REAL NOT NULL,
  mark_heard      REAL NOT NULL,
  mark_remedy     REAL NOT NULL,
  mark_reported   REAL NOT NULL,
  mark_prevention REAL NOT NULL,
  reply           TEXT NOT NULL,
  reply_date      TEXT NOT NULL,
  withdrawn       TEXT NOT NULL,
  withdraw_reason TEXT NOT NULL,
  version         INTEGER NOT NULL,
  UNIQUE (organisation_id, id) -- so that a cap can only rest on an allegation about the same organisation
);

CREATE TABLE caps (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation_id INTEGER NOT NULL REFERENCES organisations (id),
  rule            TEXT NOT NULL,
  allegation_id   INTEGER,
  project         TEXT NOT NULL,
  grade           TEXT NOT NULL,
  reason          TEXT NOT NULL,
  opened          TEXT NOT NULL,
  proposed_by     TEXT NOT NULL,
  confirmed_by    TEXT NOT NULL,
  confirmed       TEXT NOT NULL,
  reply_due       TEXT NOT NULL,
  reply           TEXT NOT NULL,
  review_due      TEXT NOT NULL,
  lifted          TEXT NOT NULL,
  lifted_by       TEXT NOT NULL,
  lift_reason     TEXT NOT NULL,
  version         INTEGER NOT NULL,
  FOREIGN KEY (organisation_id, allegation_id) REFERENCES allegations (organisation_id, id)
);
CREATE INDEX caps_organisation ON caps (organisation_id);

CREATE TABLE scorecards (
  assessment_id INTEGER NOT NULL PRIMARY KEY REFERENCES assessments (id),
  document      BLOB NOT NULL,
  updated_at    TIMESTAMP NOT NULL
);

-- Who did what, by codes. hash covers the entry and the hash before it; id counts from 1 without a gap.
CREATE TABLE audit_entries (
  id       INTEGER PRIMARY KEY,
  time     TIMESTAMP NOT NULL,
  person   TEXT NOT NULL,
  role     TEXT NOT NULL,
  action   TEXT NOT NULL,
  subject  TEXT NOT NULL,
  detail   TEXT NOT NULL,
  previous TEXT NOT NULL UNIQUE,
  hash     TEXT NOT NULL
);
-- +goose StatementBegin
CREATE TRIGGER audit_entries_kept BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_whole BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit log is never shortened'); END;
-- +goose StatementEnd
