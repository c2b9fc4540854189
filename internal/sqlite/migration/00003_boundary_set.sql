-- +goose Up
CREATE TABLE boundary_set (
    id text PRIMARY KEY NOT NULL,
    name text NOT NULL,
    edition text NOT NULL,
    created bigint NOT NULL,
    set_blob text NOT NULL,
    edges_blob text NOT NULL,
    record text NOT NULL,
    UNIQUE (name, edition)
);

-- +goose Down
SELECT 'migrations go forward only';
