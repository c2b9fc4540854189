package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// SupplementBody says which file's columns to join onto the units, and how.
type SupplementBody struct {
	Upload string `json:"upload" doc:"Id of the upload whose columns are joined."`
	Key    string `json:"key,omitempty" doc:"The file's column to join on; by default the one that looks like an id."`
	On     string `json:"on,omitempty" doc:"The text column of the units it must equal; by default their id."`
	ingest.Options
}

type supplementInput struct {
	DatasetPath
	Body SupplementBody
}

func (s *Server) registerDatasetImports() {
	register(s, post("supplement-dataset", "/datasets/{id}/supplements", "Datasets",
		"Join the columns of an upload onto the units by a key, as the dataset's next snapshot", http.StatusAccepted), access.Manage, s.supplement)
	register(s, post("locate-dataset", "/datasets/{id}/locations", "Datasets",
		"Locate the units again by code, position and address, as the dataset's next snapshot", http.StatusAccepted), access.Manage, s.locate)
}

type locateInput struct {
	DatasetPath
	Body dataset.Location
}

func (s *Server) locate(ctx context.Context, actor territory.Actor, in *locateInput) (*body[ImportStarted], error) {
	d, err := s.Catalog.Dataset(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if d.CurrentSnapshot == "" {
		return nil, territory.Say(territory.Conflict, sentence.NoUnitsYet.With(sentence.Params{"name": d.Name}))
	}
	if err := s.checkLocation(ctx, d.CurrentSnapshot, in.Body); err != nil {
		return nil, err
	}
	j, err := s.enqueue(ctx, actor, ingest.LocateJobKind, d.ID, ingest.LocateJobSpec{
		DatasetID: d.ID, Base: d.CurrentSnapshot, SnapshotID: s.NewID(), Location: in.Body,
	})
	return answer(ImportStarted{Dataset: d, Job: j}, err)
}

// checkLocation refuses at once what the job would refuse later.
func (s *Server) checkLocation(ctx context.Context, snapshotID string, l dataset.Location) error {
	if l.Geocode && s.Services.Geocoder == nil {
		return territory.Say(territory.Invalid, sentence.GeocoderMissing.With(nil))
	}
	for _, id := range l.Sets {
		if _, err := s.BoundarySets.Open(ctx, id); err != nil {
			return err
		}
	}
	if snapshotID == "" {
		return nil
	}
	r, err := s.reader(ctx, snapshotID)
	if err != nil {
		return err
	}
	for _, name := range append([]string{l.Code, l.Country}, l.Address...) {
		if name == "" {
			continue
		}
		if _, err := r.Column(name); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) supplement(ctx context.Context, actor territory.Actor, in *supplementInput) (*body[ImportStarted], error) {
	d, err := s.Catalog.Dataset(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if d.CurrentSnapshot == "" {
		return nil, territory.Say(territory.Conflict, sentence.NoUnitsYet.With(sentence.Params{"name": d.Name}))
	}
	if _, err := s.Uploads.Upload(ctx, in.Body.Upload); err != nil {
		return nil, err
	}
	spec := ingest.SupplementJobSpec{
		DatasetID: d.ID, Base: d.CurrentSnapshot, SnapshotID: s.NewID(), Upload: in.Body.Upload,
		Options: in.Body.Options, Key: in.Body.Key, On: in.Body.On,
	}
	j, err := s.enqueue(ctx, actor, ingest.SupplementJobKind, d.ID, spec)
	return answer(ImportStarted{Dataset: d, Job: j}, err)
}

// importSpec checks what an import asks for and turns it into a job's
// parameters.
func (s *Server) importSpec(ctx context.Context, d dataset.Dataset, in ImportBody) (ingest.JobSpec, error) {
	spec := ingest.JobSpec{SnapshotID: s.NewID(), DatasetID: d.ID, Uploads: append([]string{in.Upload}, in.Further...), Options: in.Options, Where: in.Where}
	if in.Where != "" && d.ID != "" {
		var err error
		if spec.Definitions, err = s.Attributes.Definitions.Definitions(ctx, d.ID); err != nil {
			return spec, err
		}
	}
	for _, id := range spec.Uploads {
		if _, err := s.Uploads.Upload(ctx, id); err != nil {
			return spec, err
		}
	}
	if in.Location != nil {
		if err := s.checkLocation(ctx, "", *in.Location); err != nil {
			return spec, err
		}
	}
	if in.Like {
		spec.Like = d.CurrentSnapshot
	}
	if !in.Append {
		return spec, nil
	}
	if spec.AppendTo = d.CurrentSnapshot; spec.AppendTo == "" {
		return spec, territory.Say(territory.Conflict, sentence.AppendNoUnits.With(sentence.Params{"name": d.Name}))
	}
	return spec, nil
}
