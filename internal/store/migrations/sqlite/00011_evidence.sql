-- +goose Up
-- Files that people upload as evidence. The sealed bytes lie in the vault under their hashes; here is what is known of them.
CREATE TABLE files (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  code            TEXT NOT NULL UNIQUE CHECK (code <> ''),
  organisation_id INTEGER NOT NULL REFERENCES organisations (id),
  assessment_id   INTEGER NOT NULL REFERENCES assessments (id), -- for which it was uploaded first
  hash            TEXT NOT NULL CHECK (length(hash) = 64), -- SHA-256 of the original, hex
  name            TEXT NOT NULL,
  type            TEXT NOT NULL,
  size            INTEGER NOT NULL,
  clean_hash      TEXT NOT NULL CHECK (length(clean_hash) = 64), -- of the copy that leaves
  clean_size      INTEGER NOT NULL,
  removed         TEXT NOT NULL,
  date            TEXT NOT NULL,
  person          TEXT NOT NULL,
  created_at      TIMESTAMP NOT NULL,
  UNIQUE (organisation_id, hash)
);
CREATE INDEX files_assessment_id ON files (assessment_id);
CREATE INDEX files_hash ON files (hash);

ALTER TABLE evidence ADD COLUMN file TEXT NOT NULL DEFAULT ''; -- hash of one of the organisation's files
ALTER TABLE evidence ADD COLUMN expires TEXT NOT NULL DEFAULT '';
CREATE INDEX evidence_file ON evidence (file) WHERE file <> '';

-- A sealed mark tells at every start whether the sealing keys are still those with which this data was sealed.
CREATE TABLE seal_marks (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  mark TEXT NOT NULL
);
