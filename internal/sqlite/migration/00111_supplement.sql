-- +goose Up
-- Attributes by CSV: record is what a list shows as JSON, content the keys and values as gzipped JSON.
CREATE TABLE supplement (
    id text PRIMARY KEY NOT NULL,
    created bigint NOT NULL,
    set_id text NOT NULL,
    dataset_id text REFERENCES dataset (id) ON DELETE CASCADE,
    alignment_id text REFERENCES alignment (id) ON DELETE CASCADE,
    record text NOT NULL,
    content bytea NOT NULL
);
CREATE INDEX supplement_by_set ON supplement (set_id);
CREATE INDEX supplement_by_dataset ON supplement (dataset_id);
CREATE INDEX supplement_by_alignment ON supplement (alignment_id);

-- +goose Down
SELECT 'migrations go forward only';
