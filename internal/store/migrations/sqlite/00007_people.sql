-- +goose Up
-- Who signs in. Memberships and the audit log name a person by login, which never changes.
CREATE TABLE people (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  login        TEXT NOT NULL UNIQUE CHECK (login <> ''),
  name         TEXT NOT NULL,
  email        TEXT NOT NULL,
  role         TEXT NOT NULL, -- in the whole workspace; empty: only where memberships say
  language     TEXT NOT NULL,
  theme        TEXT NOT NULL,
  status       TEXT NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
  password     TEXT NOT NULL CHECK (password = '' OR password LIKE '$argon2id$%'),
  totp         TEXT NOT NULL, -- sealed
  totp_new     TEXT NOT NULL, -- sealed
  totp_step    INTEGER NOT NULL,
  signed_in_at TIMESTAMP,
  version      INTEGER NOT NULL,
  created_at   TIMESTAMP NOT NULL,
  updated_at   TIMESTAMP NOT NULL
);

CREATE TABLE recovery_codes (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL REFERENCES people (id),
  hash      TEXT NOT NULL CHECK (length(hash) = 64),
  used_at   TIMESTAMP,
  UNIQUE (person_id, hash)
);

-- Of every token only its SHA-256 is kept.
CREATE TABLE links (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  hash          TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  purpose       TEXT NOT NULL CHECK (purpose IN ('setup', 'invitation', 'reset', 'section')),
  person_id     INTEGER REFERENCES people (id),
  assessment_id INTEGER REFERENCES assessments (id),
  sections      TEXT, -- JSON list
  name          TEXT NOT NULL,
  language      TEXT NOT NULL,
  created_by    TEXT NOT NULL,
  created_at    TIMESTAMP NOT NULL,
  expires_at    TIMESTAMP NOT NULL,
  uses          INTEGER NOT NULL,
  used_at       TIMESTAMP,
  revoked_at    TIMESTAMP,
  CHECK ((purpose IN ('invitation', 'reset')) = (person_id IS NOT NULL)),
  CHECK ((purpose = 'section') = (assessment_id IS NOT NULL))
);
CREATE INDEX links_person ON links (person_id);
CREATE INDEX links_assessment ON links (assessment_id);

CREATE TABLE sessions (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  hash       TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  person_id  INTEGER REFERENCES people (id),
  link_id    INTEGER REFERENCES links (id),
  step       TEXT NOT NULL,
  browser    TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  seen_at    TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL,
  CHECK (person_id IS NOT NULL OR link_id IS NOT NULL)
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_link ON sessions (link_id);

-- Failed attempts by account and by address, as hashes; a row goes as soon as its time is over.
CREATE TABLE throttles (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket    TEXT NOT NULL UNIQUE CHECK (length(bucket) = 64),
  failures  INTEGER NOT NULL,
  last_at   TIMESTAMP NOT NULL,
  until     TIMESTAMP NOT NULL,
  forget_at TIMESTAMP NOT NULL
);
CREATE INDEX throttles_forget ON throttles (forget_at);
