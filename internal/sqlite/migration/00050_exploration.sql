-- +goose Up
CREATE TABLE exploration (
    id text PRIMARY KEY NOT NULL,
    alignment_id text NOT NULL REFERENCES alignment (id) ON DELETE CASCADE,
    created bigint NOT NULL,
    assignments_blob text NOT NULL,
    details_blob text NOT NULL,
    record text NOT NULL
);
CREATE INDEX exploration_alignment ON exploration (alignment_id, created);

-- +goose Down
SELECT 'migrations go forward only';
