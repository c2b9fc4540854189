-- +goose Up
-- When an alignment moved onto another snapshot: up to the version before, and
-- since the move before that, it stood on from_snapshot.
CREATE TABLE alignment_snapshot (
    alignment_id text NOT NULL REFERENCES alignment (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    from_snapshot text NOT NULL,
    to_snapshot text NOT NULL,
    report text NOT NULL,
    PRIMARY KEY (alignment_id, version)
);

-- +goose Down
SELECT 'migrations go forward only';
