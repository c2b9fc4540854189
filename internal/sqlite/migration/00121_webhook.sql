-- +goose Up
-- Addresses that are told when a publication has ended, and the messages.
CREATE TABLE webhook (
    id text PRIMARY KEY,
    name text NOT NULL UNIQUE,
    body text NOT NULL,
    sealed blob NOT NULL
);

CREATE TABLE webhook_host (host text PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE webhook_delivery (
    id text PRIMARY KEY,
    webhook_id text NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
    state text NOT NULL,
    next bigint NOT NULL,
    created bigint NOT NULL,
    body text NOT NULL
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (state, next);
CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook_id, created);

-- +goose Down
SELECT 'migrations go forward only';
