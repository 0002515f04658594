-- +goose Up
-- A shorter term for the company's reply where somebody's life is at risk, and a clock that stands still while asking
-- the company would endanger somebody.
ALTER TABLE caps ADD COLUMN life_at_risk BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE allegations ADD COLUMN hold_from TEXT NOT NULL DEFAULT '';
ALTER TABLE allegations ADD COLUMN hold_review TEXT NOT NULL DEFAULT '';
ALTER TABLE allegations ADD COLUMN hold_reason TEXT NOT NULL DEFAULT '';
