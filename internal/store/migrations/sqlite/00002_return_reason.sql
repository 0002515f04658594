-- +goose Up
-- Why a reviewer gave the assessment back, in words. The audit log keeps codes only, so that this can be erased.
ALTER TABLE assessments ADD COLUMN return_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE assessments ADD COLUMN returned_at TIMESTAMP;
