-- +goose Up
-- How many answers a return gave back; 0: all of them may be changed.
ALTER TABLE assessments ADD COLUMN returned_items INTEGER NOT NULL DEFAULT 0;

-- What reviewers said of single answers. The last row of an answer stands until the answer changes.
CREATE TABLE item_reviews (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  assessment_id  INTEGER NOT NULL REFERENCES assessments (id),
  unit           TEXT NOT NULL, -- empty: the organisation as a whole
  question       TEXT NOT NULL CHECK (question <> ''),
  verdict        TEXT NOT NULL CHECK (verdict IN ('accepted', 'adjusted', 'returned')),
  reason         TEXT NOT NULL,
  person         TEXT NOT NULL CHECK (person <> ''),
  time           TIMESTAMP NOT NULL,
  answer_version INTEGER NOT NULL,
  was_value      TEXT NOT NULL, -- of an adjusted answer: what had been answered before
  was_state      TEXT NOT NULL,
  was_grade      TEXT NOT NULL,
  was_author     TEXT NOT NULL,
  was_version    INTEGER NOT NULL,
  resolved_at    TIMESTAMP
);
CREATE INDEX item_reviews_answer ON item_reviews (assessment_id, unit, question, id);

-- Who took an assessment from where to where. The audit log keeps codes; the reasons stand here, where they can be erased.
CREATE TABLE status_changes (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  assessment_id INTEGER NOT NULL REFERENCES assessments (id),
  from_status   TEXT NOT NULL, -- empty: not known
  to_status     TEXT NOT NULL CHECK (to_status <> ''),
  action        TEXT NOT NULL,
  person        TEXT NOT NULL,
  reason        TEXT NOT NULL,
  items         INTEGER NOT NULL,
  time          TIMESTAMP NOT NULL
);
CREATE INDEX status_changes_assessment ON status_changes (assessment_id, id);

-- The steps that were taken before, as far as the audit log knows them.
INSERT INTO status_changes (assessment_id, from_status, to_status, action, person, reason, items, time)
SELECT s.id, '', CASE e.action WHEN 'assessment.new' THEN 'draft' WHEN 'assessment.submit' THEN 'submitted' WHEN 'assessment.return' THEN 'returned'
    WHEN 'assessment.finalise' THEN 'final' ELSE 'in review' END, e.action, e.person, '', 0, e.time
FROM audit_entries e JOIN assessments s ON e.subject = 'assessment:' || s.code
WHERE e.action IN ('assessment.new', 'assessment.submit', 'assessment.review', 'assessment.return', 'assessment.finalise', 'assessment.reopen')
ORDER BY e.id;
