-- +goose Up
-- What became of each answer when an assessment was made from an earlier one: ids of questions and units, no content.
CREATE TABLE carry_overs (
  assessment_id BIGINT PRIMARY KEY REFERENCES assessments (id),
  from_id       BIGINT NOT NULL REFERENCES assessments (id),
  document      BYTEA NOT NULL
);
