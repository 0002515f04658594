-- +goose Up
-- What stands in the history is sealed from now on, and sealed again with new keys; nothing else about it may change. Only
-- whoever has the keys can make a sealed value that opens.
DROP TRIGGER answer_history_kept;
-- +goose StatementBegin
CREATE TRIGGER answer_history_kept BEFORE UPDATE OF id, assessment_id, unit, question, version, action, state, grade,
  date, approved_by, author, time, hash ON answer_history
BEGIN SELECT RAISE(ABORT, 'the history of answers is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER answer_history_value BEFORE UPDATE OF value ON answer_history WHEN NEW.value <> OLD.value AND NEW.value NOT GLOB 'sealed:*'
BEGIN SELECT RAISE(ABORT, 'the history of answers is never changed'); END;
-- +goose StatementEnd
