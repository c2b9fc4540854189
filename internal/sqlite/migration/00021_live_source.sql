-- +goose Up
CREATE TABLE live_source (
    id text PRIMARY KEY NOT NULL,
    name text NOT NULL UNIQUE,
    created bigint NOT NULL,
    updated bigint NOT NULL,
    -- The connection string, encrypted.
    connection blob NOT NULL,
    record text NOT NULL
);
-- Uploads that were read from a live source.
ALTER TABLE upload ADD COLUMN origin text NOT NULL DEFAULT '';

-- +goose Down
SELECT 'migrations go forward only';
