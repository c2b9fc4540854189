-- +goose Up
CREATE TABLE named_version (
    alignment_id text NOT NULL REFERENCES alignment (id) ON DELETE CASCADE,
    name text NOT NULL,
    version bigint NOT NULL,
    created bigint NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    PRIMARY KEY (alignment_id, name)
);

-- +goose Down
SELECT 'migrations go forward only';
