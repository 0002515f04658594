-- +goose Up
-- Lists are ordered and cut by the database.
CREATE INDEX organisations_name ON organisations ((lower(name) COLLATE "C"), code);
CREATE INDEX assessments_changed ON assessments (updated_at DESC, id DESC);
CREATE INDEX audit_entries_action ON audit_entries (action);
