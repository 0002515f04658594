-- +goose Up
-- The workbooks that went out, and what each held as salted hashes of its cells: enough to tell what was changed since,
-- never what it said.
CREATE TABLE exports (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  assessment_id INTEGER NOT NULL REFERENCES assessments (id),
  code          TEXT NOT NULL CHECK (code <> ''), -- stamped into the workbook
  version       INTEGER NOT NULL, -- of the assessment
  person        TEXT NOT NULL,
  time          TIMESTAMP NOT NULL,
  salt          BLOB NOT NULL,
  base          BLOB NOT NULL,
  UNIQUE (assessment_id, code)
);
