-- +goose Up
CREATE TABLE org_connection (
    id text PRIMARY KEY,
    name text NOT NULL UNIQUE,
    body text NOT NULL,
    sealed blob NOT NULL
);

-- +goose Down
SELECT 'migrations go forward only';
