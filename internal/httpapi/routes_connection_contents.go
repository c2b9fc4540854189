package httpapi

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// sampleRows is how many rows of each source a preview rests on.
const sampleRows = 200

// RecordCountList is about how many records the objects of an org have.
type RecordCountList struct {
	Counts []connection.RecordCount `json:"counts" nullable:"false"`
}

type orgPreviewInput struct {
	ConnectionPath
	Body struct {
		Sources []connection.Source `json:"sources" minItems:"1" maxItems:"50" nullable:"false"`
		ingest.Options
	}
}

// ConnectionDataset is a dataset that reads from an org.
type ConnectionDataset struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Sources int    `json:"sources"`
}

// ConnectionUses is what uses a connection, and so what its deletion touches.
type ConnectionUses struct {
	Datasets []ConnectionDataset `json:"datasets" nullable:"false" doc:"They stay as they are and cannot be refreshed any more."`
	Plans    int                 `json:"plans" doc:"Plans of writes; they are forgotten."`
	Scopes   []string            `json:"scopes" nullable:"false" doc:"Parts of the org that were published to."`
	Records  int                 `json:"records" doc:"Records of the org known by their ids; a later publication has to recognise them by name."`
}

func (s *Server) registerConnectionUses(tag string) {
	register(s, get("list-record-counts", "/salesforce/connections/{id}/record-counts", tag, "About how many records each object has"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *ConnectionPath) (*body[RecordCountList], error) {
			list, err := s.Orgs.RecordCounts(ctx, in.ID)
			return answer(RecordCountList{Counts: notNil(list)}, err)
		})
	register(s, get("get-org-choices", "/salesforce/connections/{id}/choices", tag, "What there is to choose from: territory models and types, roles, operating hours"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *ConnectionPath) (*body[connection.Choices], error) {
			return answer(s.Orgs.Choices(ctx, in.ID))
		})
	register(s, post("preview-org-import", "/salesforce/connections/{id}/previews", tag, "The first rows of sources as an import would read them, with the roles found", http.StatusOK), access.Manage, s.previewOrg)
	register(s, get("get-connection-uses", "/salesforce/connections/{id}/uses", tag, "What uses a connection"), access.View, s.connectionUses)
}

// previewOrg reads the first rows of the sources and says how they would be
// imported, as for a file.
func (s *Server) previewOrg(ctx context.Context, _ territory.Actor, in *orgPreviewInput) (*body[ingest.Preview], error) {
	if err := in.Body.Options.Validate(); err != nil {
		return nil, err
	}
	sample, err := s.Orgs.Sample(ctx, in.ID, in.Body.Sources, sampleRows)
	if err != nil {
		return nil, err
	}
	if len(sample.Rows) == 0 {
		return nil, territory.Say(territory.Invalid, sentence.SourcesEmpty.With(nil))
	}
	upload, err := s.keepSample(ctx, sample)
	if err != nil {
		return nil, err
	}
	defer s.Blobs.Delete(context.WithoutCancel(ctx), upload.Blob) //nolint:errcheck // without a row it is swept
	options := in.Body.Options
	options.Columns = typed(options.Columns, sample)
	return answer(ingest.LoadPreview(ctx, s.Blobs, s.Formats, upload, options))
}

// keepSample writes a sample as an upload that nobody lists.
func (s *Server) keepSample(ctx context.Context, sample connection.Sample) (ingest.Upload, error) {
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	if err := w.WriteAll(append([][]string{sample.Columns}, sample.Rows...)); err != nil {
		return ingest.Upload{}, err
	}
	u := ingest.Upload{ID: s.NewID(), Name: "sample.csv", Bytes: int64(text.Len()), Created: s.Now().UTC()}
	u.Blob = "uploads/" + u.ID
	out, err := s.Blobs.Create(ctx, u.Blob)
	if err != nil {
		return u, err
	}
	defer out.Abort()
	if _, err := out.Write(text.Bytes()); err != nil {
		return u, err
	}
	return u, out.Commit()
}

// typed adds the types that the org states for columns nobody chose one for.
func typed(chosen []ingest.ColumnChoice, sample connection.Sample) []ingest.ColumnChoice {
	known := map[string]bool{}
	for _, c := range chosen {
		known[c.Name] = true
	}
	out := append([]ingest.ColumnChoice{}, chosen...)
	for i, name := range sample.Columns {
		if !known[name] {
			out = append(out, ingest.ColumnChoice{Name: name, Type: dataset.Type(sample.Kinds[i])})
		}
	}
	return out
}

func (s *Server) connectionUses(ctx context.Context, _ territory.Actor, in *ConnectionPath) (*body[ConnectionUses], error) {
	if _, _, err := s.Connections.Connection(ctx, in.ID); err != nil {
		return nil, err
	}
	out := ConnectionUses{Datasets: []ConnectionDataset{}, Scopes: []string{}}
	datasets, err := s.Catalog.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range datasets {
		extracts, err := s.Extracts.Extracts(ctx, d.ID)
		if err != nil {
			return nil, err
		}
		uses := ConnectionDataset{ID: d.ID, Name: d.Name}
		for _, e := range extracts {
			if e.ConnectionID == in.ID {
				uses.Sources++
			}
		}
		if uses.Sources > 0 {
			out.Datasets = append(out.Datasets, uses)
		}
	}
	err = s.publishedUses(ctx, in.ID, &out)
	return answer(out, err)
}

// publishedUses counts what was published through a connection.
func (s *Server) publishedUses(ctx context.Context, id string, out *ConnectionUses) error {
	plans, err := s.Plans.Plans(ctx, id, "", "")
	if err != nil {
		return err
	}
	out.Plans = len(plans)
	seen := map[string]bool{}
	for _, p := range plans {
		if seen[p.Scope] {
			continue
		}
		seen[p.Scope] = true
		published, err := s.Plans.Published(ctx, id, p.Scope)
		if err != nil {
			return err
		}
		if len(published) > 0 {
			out.Scopes, out.Records = append(out.Scopes, p.Scope), out.Records+len(published)
		}
	}
	return nil
}
