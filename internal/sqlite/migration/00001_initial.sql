-- Times are microseconds since 1970-01-01 UTC. Lists and records that are only
-- ever read whole are JSON text.

-- +goose Up
CREATE TABLE upload (
    id text PRIMARY KEY NOT NULL,
    name text NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    created bigint NOT NULL,
    blob text NOT NULL
);

CREATE TABLE dataset (
    id text PRIMARY KEY NOT NULL,
    name text NOT NULL UNIQUE,
    created bigint NOT NULL,
    updated bigint NOT NULL,
    current_snapshot text NOT NULL DEFAULT ''
);

CREATE TABLE snapshot (
    id text PRIMARY KEY NOT NULL,
    dataset_id text NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
    created bigint NOT NULL,
    units_blob text NOT NULL,
    rejected_blob text NOT NULL,
    record text NOT NULL
);
CREATE INDEX snapshot_dataset ON snapshot (dataset_id, created);

CREATE TABLE alignment (
    id text PRIMARY KEY NOT NULL,
    dataset_id text NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
    snapshot_id text NOT NULL,
    name text NOT NULL,
    levels text NOT NULL,
    -- The levels before version 1, from which the history is replayed.
    first_levels text NOT NULL,
    version bigint NOT NULL,
    units integer NOT NULL,
    created bigint NOT NULL,
    updated bigint NOT NULL,
    origin_alignment text NOT NULL,
    origin_version bigint NOT NULL,
    -- Since the newest checkpoint: change sets and their bytes, and its size.
    checkpoint_bytes bigint NOT NULL,
    since_changes integer NOT NULL,
    since_bytes bigint NOT NULL,
    UNIQUE (dataset_id, name)
);

CREATE TABLE change_set (
    alignment_id text NOT NULL REFERENCES alignment (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    at bigint NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    undoes bigint NOT NULL,
    units_moved integer NOT NULL,
    areas_changed integer NOT NULL,
    ops blob NOT NULL,
    PRIMARY KEY (alignment_id, version)
);

CREATE TABLE checkpoint (
    alignment_id text NOT NULL REFERENCES alignment (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    state blob NOT NULL,
    PRIMARY KEY (alignment_id, version)
);

CREATE TABLE draft (
    id text PRIMARY KEY NOT NULL,
    alignment_id text NOT NULL REFERENCES alignment (id) ON DELETE CASCADE,
    base_version bigint NOT NULL,
    job_id text NOT NULL,
    state text NOT NULL,
    created bigint NOT NULL,
    decided bigint,
    params text NOT NULL,
    report text NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    ops blob NOT NULL
);
CREATE INDEX draft_alignment ON draft (alignment_id, created);

CREATE TABLE job (
    id text PRIMARY KEY NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    state text NOT NULL,
    params text NOT NULL,
    progress text NOT NULL,
    result text NOT NULL,
    error text NOT NULL,
    cancel_requested boolean NOT NULL,
    attempt integer NOT NULL,
    crashes integer NOT NULL,
    created bigint NOT NULL,
    started bigint,
    ended bigint
);
CREATE INDEX job_created ON job (created);
CREATE INDEX job_subject ON job (subject, created);
CREATE INDEX job_unfinished ON job (state) WHERE state IN ('queued', 'running');

CREATE TABLE publication (
    id text PRIMARY KEY NOT NULL,
    alignment_id text NOT NULL REFERENCES alignment (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    job_id text NOT NULL,
    created bigint NOT NULL
);
CREATE INDEX publication_alignment ON publication (alignment_id, created);

CREATE TABLE publication_file (
    publication_id text NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    position integer NOT NULL,
    format text NOT NULL,
    name text NOT NULL,
    content_type text NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    blob text NOT NULL,
    PRIMARY KEY (publication_id, position)
);

-- +goose Down
SELECT 'migrations go forward only';
