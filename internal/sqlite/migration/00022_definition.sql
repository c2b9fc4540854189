-- +goose Up
-- Calculated attributes and saved filters of a dataset.
CREATE TABLE definition (
    dataset_id text NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
    name text NOT NULL,
    filter boolean NOT NULL,
    formula text NOT NULL,
    note text NOT NULL,
    updated bigint NOT NULL,
    PRIMARY KEY (dataset_id, name)
);

-- +goose Down
SELECT 'migrations go forward only';
