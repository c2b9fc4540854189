-- +goose Up
CREATE TABLE overlay (
    id text PRIMARY KEY NOT NULL,
    dataset_id text NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
    name text NOT NULL,
    created bigint NOT NULL,
    UNIQUE (dataset_id, name)
);

CREATE TABLE overlay_member (
    overlay_id text NOT NULL REFERENCES overlay (id) ON DELETE CASCADE,
    alignment_id text NOT NULL REFERENCES alignment (id) ON DELETE CASCADE,
    position integer NOT NULL,
    role text NOT NULL,
    PRIMARY KEY (overlay_id, alignment_id)
);

-- +goose Down
SELECT 'migrations go forward only';
