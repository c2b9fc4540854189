-- +goose Up
-- The name that a job's dataset, alignment or boundary set had when the job was
-- asked for: it says what the job was about when that has been deleted since.
ALTER TABLE job ADD COLUMN subject_name text NOT NULL DEFAULT '';
UPDATE job SET subject_name = COALESCE(
    (SELECT CASE WHEN trashed > 0 THEN trashed_name ELSE name END FROM dataset WHERE dataset.id = job.subject),
    (SELECT name FROM alignment WHERE alignment.id = job.subject),
    (SELECT name FROM boundary_set WHERE boundary_set.id = job.subject), '');

-- +goose Down
SELECT 'migrations go forward only';
