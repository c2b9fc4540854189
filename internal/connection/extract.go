package connection

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ImportJobKind is the kind of jobs whose parameters are an ImportSpec.
const ImportJobKind = "salesforce-import"

// ImportSpec is an import of one or several sources into one snapshot.
type ImportSpec struct {
	ConnectionID string   `json:"connectionId"`
	DatasetID    string   `json:"datasetId"`
	SnapshotID   string   `json:"snapshotId"`
	Sources      []Source `json:"sources"`
	// Options are the ingest.Options.
	Options json.RawMessage `json:"options,omitempty"`
	// Refresh reads the dataset's own sources again; only what has changed
	// since, where that can be known and Full is not set.
	Refresh bool `json:"refresh,omitempty"`
	Full    bool `json:"full,omitempty"`
}

// Source is one thing an import reads from an org: an object with chosen
// fields, a SOQL query, or a report. Exactly one of Object, SOQL and Report is
// set.
type Source struct {
	Object string   `json:"object,omitempty" doc:"API name, such as Account."`
	Fields []string `json:"fields,omitempty" nullable:"false" doc:"Fields of the object; parents' as Owner.Name. None: every field that can be imported."`
	Where  string   `json:"where,omitempty" doc:"SOQL condition, without WHERE."`
	SOQL   string   `json:"soql,omitempty"`
	Report string   `json:"report,omitempty" doc:"Id of a report."`
	// Deleted also takes records in the recycle bin, with the column IsDeleted.
	Deleted bool `json:"deleted,omitempty"`
}

// Extract is what an import last read from a source, kept for the next
// refresh: all its rows as an upload, and until when they are current.
type Extract struct {
	DatasetID    string    `json:"datasetId"`
	Position     int       `json:"position"`
	ConnectionID string    `json:"connectionId"`
	Source       Source    `json:"source"`
	UploadID     string    `json:"uploadId"`
	Watermark    string    `json:"watermark,omitempty" doc:"Greatest SystemModstamp read; empty when the source cannot be read in part."`
	Rows         int       `json:"rows"`
	At           time.Time `json:"at"`
}

// Extracts keeps the extracts of datasets.
type Extracts interface {
	// SetExtracts replaces those of a dataset.
	SetExtracts(ctx context.Context, datasetID string, list []Extract) error
	Extracts(ctx context.Context, datasetID string) ([]Extract, error)
}

// Validate says what is wrong with a source before anything is read.
func (s Source) Validate() error {
	given := 0
	for _, v := range []string{s.Object, s.SOQL, s.Report} {
		if v != "" {
			given++
		}
	}
	switch {
	case given != 1:
		return territory.Errorf(territory.Invalid, "A source is an object, a SOQL query or a report: give exactly one.")
	case s.Object == "" && (len(s.Fields) > 0 || s.Where != ""):
		return territory.Errorf(territory.Invalid, "Fields and a condition are chosen for an object; a query or report has its own.")
	}
	for _, f := range append([]string{s.Object}, s.Fields...) {
		for _, r := range f {
			if r != '_' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
				return territory.Errorf(territory.Invalid, "%q is not the API name of an object or field.", f)
			}
		}
	}
	return nil
}
