-- +goose Up
-- Moments, 0 when a dataset is not archived or not in the trash. In the trash
-- its name is free: name holds a stand-in and trashed_name the real one.
ALTER TABLE dataset ADD COLUMN archived bigint NOT NULL DEFAULT 0;
ALTER TABLE dataset ADD COLUMN trashed bigint NOT NULL DEFAULT 0;
ALTER TABLE dataset ADD COLUMN trashed_name text NOT NULL DEFAULT '';

-- How many days things are kept; 0 is for ever. One row.
CREATE TABLE retention (
    id integer PRIMARY KEY CHECK (id = 1),
    trash_days integer NOT NULL,
    snapshot_days integer NOT NULL
);

-- +goose Down
SELECT 'migrations go forward only';
