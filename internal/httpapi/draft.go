package httpapi

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
)

// DraftItem is a draft with its request and report in full type.
type DraftItem struct {
	ID          string               `json:"id"`
	AlignmentID string               `json:"alignmentId"`
	BaseVersion int64                `json:"baseVersion"`
	JobID       string               `json:"jobId"`
	State       alignment.DraftState `json:"state" enum:"open,accepted,rejected,kept"`
	Created     time.Time            `json:"created"`
	Decided     *time.Time           `json:"decided,omitempty"`
	Params      optimize.Request     `json:"params"`
	Report      optimize.Report      `json:"report"`
}

func draftItem(d alignment.Draft) (DraftItem, error) {
	item := DraftItem{
		ID: d.ID, AlignmentID: d.AlignmentID, BaseVersion: d.BaseVersion, JobID: d.JobID,
		State: d.State, Created: d.Created, Decided: d.Decided,
	}
	if err := json.Unmarshal(d.Params, &item.Params); err != nil {
		return item, fmt.Errorf("read parameters of draft %s: %w", d.ID, err)
	}
	if err := json.Unmarshal(d.Report, &item.Report); err != nil {
		return item, fmt.Errorf("read report of draft %s: %w", d.ID, err)
	}
	return item, nil
}
