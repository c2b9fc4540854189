-- Alignments that assign boundaries.

-- +goose Up
-- The set the newest version uses, '' for none.
ALTER TABLE alignment ADD COLUMN boundary_set text NOT NULL DEFAULT '';
ALTER TABLE change_set ADD COLUMN boundaries_moved integer NOT NULL DEFAULT 0;

-- +goose Down
SELECT 'migrations go forward only';
