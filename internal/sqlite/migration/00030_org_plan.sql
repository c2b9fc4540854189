-- +goose Up
CREATE TABLE org_plan (
    id text PRIMARY KEY,
    connection_id text NOT NULL,
    kind text NOT NULL,
    scope text NOT NULL,
    alignment_id text NOT NULL,
    state text NOT NULL,
    created bigint NOT NULL,
    applied bigint,
    head text NOT NULL,
    adopted text NOT NULL
);
CREATE INDEX org_plan_scope ON org_plan (connection_id, scope, created);

CREATE TABLE org_operation (
    plan_id text NOT NULL REFERENCES org_plan (id) ON DELETE CASCADE,
    seq bigint NOT NULL,
    object text NOT NULL,
    action text NOT NULL,
    conflict boolean NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    record_id text NOT NULL,
    code text NOT NULL,
    message text NOT NULL,
    PRIMARY KEY (plan_id, seq)
) WITHOUT ROWID;

CREATE TABLE org_batch (
    plan_id text NOT NULL REFERENCES org_plan (id) ON DELETE CASCADE,
    number bigint NOT NULL,
    seqs text NOT NULL,
    token text NOT NULL,
    ended boolean NOT NULL,
    PRIMARY KEY (plan_id, number)
);

CREATE TABLE org_published (
    connection_id text NOT NULL,
    scope text NOT NULL,
    key text NOT NULL,
    object text NOT NULL,
    record_id text NOT NULL,
    label text NOT NULL,
    fields text NOT NULL,
    PRIMARY KEY (connection_id, scope, key)
) WITHOUT ROWID;

-- +goose Down
SELECT 'migrations go forward only';
