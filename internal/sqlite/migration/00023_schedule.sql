-- +goose Up
-- When the live sources of a dataset are read again.
CREATE TABLE schedule (
    dataset_id text PRIMARY KEY NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
    every_minutes integer NOT NULL,
    keep boolean NOT NULL,
    next bigint NOT NULL,
    last_job text NOT NULL
);

-- +goose Down
SELECT 'migrations go forward only';
