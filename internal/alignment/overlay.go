package alignment

import (
	"context"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// maxOverlayMembers bounds the trees of an overlay.
const maxOverlayMembers = 20

// Overlay is a group of alignments on one dataset that are looked at together:
// field sales, specialists, service. A unit is in at most one area of each.
type Overlay struct {
	ID        string          `json:"id"`
	DatasetID string          `json:"datasetId"`
	Name      string          `json:"name"`
	Members   []OverlayMember `json:"members" nullable:"false"`
	Created   time.Time       `json:"created"`
}

// OverlayMember is one tree of an overlay.
type OverlayMember struct {
	AlignmentID string `json:"alignmentId"`
	Role        string `json:"role,omitempty" maxLength:"200" doc:"What the tree is for, such as Specialists."`
}

// Check reports what is wrong with an overlay by itself.
func (o *Overlay) Check() error {
	switch {
	case strings.TrimSpace(o.Name) == "":
		return territory.Say(territory.Invalid, sentence.OverlayNoName.With(nil))
	case len(o.Members) < 2 || len(o.Members) > maxOverlayMembers:
		return territory.Say(territory.Invalid, sentence.OverlayMembers.With(sentence.Params{"most": maxOverlayMembers, "members": len(o.Members)}))
	}
	seen := make(map[string]bool)
	for _, m := range o.Members {
		if seen[m.AlignmentID] {
			return territory.Errorf(territory.Invalid, "alignment %s is in the overlay twice", m.AlignmentID)
		}
		seen[m.AlignmentID] = true
	}
	return nil
}

// Has says whether an alignment is part of the overlay.
func (o *Overlay) Has(alignmentID string) bool {
	for _, m := range o.Members {
		if m.AlignmentID == alignmentID {
			return true
		}
	}
	return false
}

// Overlays keeps overlays. Every method is one transaction; a missing thing is
// a not_found error, a taken name within the dataset a conflict.
type Overlays interface {
	AddOverlay(ctx context.Context, o Overlay) error
	Overlay(ctx context.Context, id string) (Overlay, error)
	// Overlays returns those of a dataset ("" for all) by name. A deleted
	// alignment is no member any more.
	Overlays(ctx context.Context, datasetID string) ([]Overlay, error)
	// SetOverlay replaces name and members.
	SetOverlay(ctx context.Context, o Overlay) error
	DeleteOverlay(ctx context.Context, id string) error
}
