-- +goose Up
-- A reason that the program gave, as its code with parameters (JSON); empty for
-- the words of a person and for older rows.
ALTER TABLE change_set ADD COLUMN said text NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN said text NOT NULL DEFAULT '';

-- +goose Down
SELECT 'migrations go forward only';
