-- +goose Up
-- Who may publish where, what was approved, what is scheduled, what happened.
CREATE TABLE org_destination (
    connection_id text NOT NULL,
    kind text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (connection_id, kind)
) WITHOUT ROWID;

CREATE TABLE org_review (
    plan_id text PRIMARY KEY REFERENCES org_plan (id) ON DELETE CASCADE,
    revision bigint NOT NULL,
    body text NOT NULL
);

CREATE TABLE org_schedule (
    plan_id text PRIMARY KEY REFERENCES org_plan (id) ON DELETE CASCADE,
    at bigint NOT NULL,
    state text NOT NULL,
    body text NOT NULL
);
CREATE INDEX org_schedule_state ON org_schedule (state, at);

-- The audit outlives plans and connections.
CREATE TABLE org_event (
    id text PRIMARY KEY,
    at bigint NOT NULL,
    plan_id text NOT NULL,
    connection_id text NOT NULL,
    body text NOT NULL
);
CREATE INDEX org_event_plan ON org_event (plan_id, at);
CREATE INDEX org_event_at ON org_event (at);

-- +goose Down
SELECT 'migrations go forward only';
