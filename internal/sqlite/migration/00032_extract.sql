-- +goose Up
CREATE TABLE org_extract (
    dataset_id text NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
    position bigint NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (dataset_id, position)
) WITHOUT ROWID;

-- +goose Down
SELECT 'migrations go forward only';
