-- +goose Up
-- An answer that was copied from an earlier assessment, and that nobody has confirmed for this one yet.
ALTER TABLE answers ADD COLUMN unconfirmed BOOLEAN NOT NULL DEFAULT FALSE;
