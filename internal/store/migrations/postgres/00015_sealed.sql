-- +goose Up
-- What stands in the history is sealed from now on, and sealed again with new keys; nothing else about it may change. Only
-- whoever has the keys can make a sealed value that opens.
DROP TRIGGER answer_history_kept ON answer_history;
CREATE TRIGGER answer_history_kept BEFORE UPDATE OF id, assessment_id, unit, question, version, action, state, grade,
  date, approved_by, author, time, hash ON answer_history FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER answer_history_value BEFORE UPDATE OF value ON answer_history FOR EACH ROW
  WHEN (NEW.value <> OLD.value AND NEW.value NOT LIKE 'sealed:%') EXECUTE FUNCTION refuse_change();
