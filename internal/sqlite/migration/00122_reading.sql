-- +goose Up
-- How far imports from orgs are, for those that are killed.
CREATE TABLE org_reading (
    snapshot_id text NOT NULL,
    position bigint NOT NULL,
    updated bigint NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (snapshot_id, position)
) WITHOUT ROWID;

-- +goose Down
SELECT 'migrations go forward only';
