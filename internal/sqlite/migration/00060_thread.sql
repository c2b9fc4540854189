-- +goose Up
-- What people say about an alignment; record is the thread with its messages as JSON.
CREATE TABLE thread (
    id text PRIMARY KEY,
    alignment_id text NOT NULL REFERENCES alignment (id) ON DELETE CASCADE,
    created bigint NOT NULL,
    state text NOT NULL,
    record text NOT NULL
);
CREATE INDEX thread_by_alignment ON thread (alignment_id, created);

-- +goose Down
SELECT 'migrations go forward only';
