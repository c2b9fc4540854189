package dataset

import "context"

// Clone asks for a copy of a dataset: its snapshots, calculated attributes and
// saved filters, and the alignments that are chosen, with their whole history.
// What was made from alignments (drafts, publications, comments) and what feeds
// the dataset on a schedule stay with the original.
type Clone struct {
	From string
	// To is the new dataset; its current snapshot is filled in.
	To Dataset
	// Alignments gives the new id of every alignment to take along, by its id.
	Alignments map[string]string
	// NewID makes the ids of the copied snapshots.
	NewID func() string
}

// Cloner copies datasets.
type Cloner interface {
	// CloneDataset makes the copy in one transaction and returns it. The units
	// files are shared: they stay as long as either dataset needs them. A
	// taken name is a conflict, an alignment of another dataset not_found.
	CloneDataset(ctx context.Context, c Clone) (Dataset, error)
}
