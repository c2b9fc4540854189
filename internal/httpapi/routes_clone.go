package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type cloneInput struct {
	DatasetPath
	Body struct {
		Name       string   `json:"name" minLength:"1" maxLength:"200"`
		Alignments []string `json:"alignments,omitempty" nullable:"false" maxItems:"1000" doc:"Ids of the alignments to take along, with their history."`
	}
}

func (s *Server) registerClone() {
	register(s, post("clone-dataset", "/datasets/{id}/clone", "Datasets", "Copy a dataset with its snapshots and attributes and the chosen alignments; the files of units are shared", http.StatusCreated), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *cloneInput) (*body[dataset.Dataset], error) {
			now := s.Now().UTC()
			c := dataset.Clone{From: in.ID, NewID: s.NewID, Alignments: map[string]string{},
				To: dataset.Dataset{ID: s.NewID(), Name: strings.TrimSpace(in.Body.Name), Created: now, Updated: now}}
			if c.To.Name == "" {
				return nil, territory.Say(territory.Invalid, sentence.CopyNoName.With(nil))
			}
			for _, id := range in.Body.Alignments {
				c.Alignments[id] = s.NewID()
			}
			return answer(s.Catalog.CloneDataset(ctx, c))
		})
}
