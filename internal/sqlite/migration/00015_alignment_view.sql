-- +goose Up
-- How somebody looks at an alignment: focus, layers, legend and columns as JSON.
CREATE TABLE alignment_view (
    alignment_id text NOT NULL REFERENCES alignment (id) ON DELETE CASCADE,
    actor_id text NOT NULL,
    view text NOT NULL,
    PRIMARY KEY (alignment_id, actor_id)
);

-- +goose Down
SELECT 'migrations go forward only';
