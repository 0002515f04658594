-- +goose Up
-- Who works on which section of an assessment.
CREATE TABLE assignments (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  assessment_id INTEGER NOT NULL REFERENCES assessments (id),
  section       TEXT NOT NULL CHECK (section <> ''), -- id of a pillar, or screening
  person        TEXT NOT NULL CHECK (person <> ''),
  assigned_by   TEXT NOT NULL,
  assigned_at   TIMESTAMP NOT NULL,
  due           TEXT NOT NULL,
  done_at       TIMESTAMP,
  UNIQUE (assessment_id, section, person)
);
CREATE INDEX assignments_person ON assignments (person);

-- What people say to one another about a question. No part of an answer or a score, and never published.
CREATE TABLE comments (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  assessment_id INTEGER NOT NULL REFERENCES assessments (id),
  unit          TEXT NOT NULL,
  question      TEXT NOT NULL CHECK (question <> ''),
  reply_to      INTEGER REFERENCES comments (id), -- NULL: it starts a thread
  text          TEXT NOT NULL, -- empty: erased
  author        TEXT NOT NULL,
  created_at    TIMESTAMP NOT NULL,
  edited_at     TIMESTAMP,
  resolved_by   TEXT NOT NULL,
  resolved_at   TIMESTAMP,
  erased_at     TIMESTAMP,
  version       INTEGER NOT NULL
);
CREATE INDEX comments_question ON comments (assessment_id, unit, question);

-- A file that was read and shown as a plan, until somebody applies it or the time is over. The document is sealed.
CREATE TABLE held_imports (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  assessment_id INTEGER NOT NULL REFERENCES assessments (id),
  code          TEXT NOT NULL UNIQUE CHECK (code <> ''),
  person        TEXT NOT NULL,
  time          TIMESTAMP NOT NULL,
  expires_at    TIMESTAMP NOT NULL,
  document      BLOB, -- NULL once it was applied
  result        BLOB, -- what was stored, as counts
  applied_at    TIMESTAMP
);
CREATE INDEX held_imports_expires ON held_imports (expires_at);

-- A section link is done when whoever answers hands it in. A name is given freely, or not.
ALTER TABLE links ADD COLUMN respondent TEXT NOT NULL DEFAULT '';
ALTER TABLE links ADD COLUMN handed_in_at TIMESTAMP;
