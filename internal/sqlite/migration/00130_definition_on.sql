-- +goose Up
-- What an attribute describes: units, boundaries or areas.
ALTER TABLE definition ADD COLUMN describes text NOT NULL DEFAULT 'units';

-- +goose Down
SELECT 'migrations go forward only';
