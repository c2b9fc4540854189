package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

type uploadInput struct {
	Name string `query:"name" required:"true" minLength:"1" maxLength:"255" doc:"File name, for people and for the file's type."`
	body io.Reader
}

func (i *uploadInput) resource() access.Resource { return access.Resource{Kind: "upload"} }

// Resolve takes the request body as a stream; huma would read it whole.
func (i *uploadInput) Resolve(ctx huma.Context) []error {
	i.body = ctx.BodyReader()
	return nil
}

type previewInput struct {
	ID   string         `path:"id"`
	Body ingest.Options `required:"false"`
}

func (i *previewInput) resource() access.Resource {
	return access.Resource{Kind: "upload", ID: i.ID}
}

func (s *Server) registerUploads() {
	op := post("create-upload", "/uploads", "Import", "Store a file; the body is its bytes", http.StatusCreated)
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}},
	}}
	op.SkipValidateBody = true
	register(s, op, access.Manage, s.createUpload)
	register(s, post("create-demo-upload", "/uploads/demo", "Import", "Make a file of believable accounts, some of them with mistakes, to try everything with", http.StatusCreated), access.Manage, s.createDemo)
	register(s, post("dry-run-import", "/imports/dry-run", "Import",
		"Read uploads whole as an import would and store nothing; the job's result has what would be accepted and rejected, and the profile of every column", http.StatusAccepted), access.Manage, s.dryRun)
	register(s, post("preview-upload", "/uploads/{id}/preview", "Import", "The first rows as they would be read, with the roles found", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *previewInput) (*body[ingest.Preview], error) {
			upload, err := s.Uploads.Upload(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answer(ingest.LoadPreview(ctx, s.Blobs, s.Formats, upload, in.Body))
		})
}

// DryRunBody is an import to try.
type DryRunBody struct {
	Dataset string `json:"dataset,omitempty" doc:"Id of the dataset it would go into, for append and like; what a refresh would change is then told too."`
	ImportBody
}

type dryRunInput struct{ Body DryRunBody }

func (i *dryRunInput) resource() access.Resource {
	return access.Resource{Kind: "upload", ID: i.Body.Upload}
}

// dryRun reads uploads as an import would and stores nothing.
func (s *Server) dryRun(ctx context.Context, actor territory.Actor, in *dryRunInput) (*body[job.Job], error) {
	var into dataset.Dataset
	if in.Body.Dataset != "" {
		var err error
		if into, err = s.Catalog.Dataset(ctx, in.Body.Dataset); err != nil {
			return nil, err
		}
	} else if in.Body.Append || in.Body.Like {
		return nil, territory.Errorf(territory.Invalid, "Name the dataset that is appended to or refreshed, or leave append and like out.")
	}
	spec, err := s.importSpec(ctx, into, in.Body.ImportBody)
	if err != nil {
		return nil, err
	}
	spec.DryRun = true
	return answer(s.enqueue(ctx, actor, ingest.JobKind, in.Body.Upload, spec))
}

func (s *Server) createUpload(ctx context.Context, _ territory.Actor, in *uploadInput) (*body[ingest.Upload], error) {
	name := path.Base(strings.ReplaceAll(in.Name, `\`, "/"))
	return answer(s.keepUpload(ctx, name, io.LimitReader(in.body, s.UploadBytes+1)))
}

// createDemo keeps a file of demo accounts as if somebody had sent it.
func (s *Server) createDemo(ctx context.Context, _ territory.Actor, _ *none) (*body[ingest.Upload], error) {
	var text bytes.Buffer
	if err := s.WriteDemo(&text); err != nil {
		return nil, err
	}
	return answer(s.keepUpload(ctx, "US accounts (demo).csv", &text))
}

// keepUpload stores a file's bytes and records it.
func (s *Server) keepUpload(ctx context.Context, name string, from io.Reader) (ingest.Upload, error) {
	u := ingest.Upload{ID: s.NewID(), Name: name, Created: s.Now().UTC()}
	u.Blob = "uploads/" + u.ID
	w, err := s.Blobs.Create(ctx, u.Blob)
	if err != nil {
		return u, err
	}
	defer w.Abort()
	hash := sha256.New()
	u.Bytes, err = io.Copy(io.MultiWriter(w, hash), from)
	if err != nil {
		var known *territory.Error
		if errors.As(err, &known) {
			return u, err
		}
		return u, territory.Say(territory.Invalid, sentence.UploadBroke.With(sentence.Params{"name": name, "bytes": u.Bytes, "cause": err.Error()}))
	}
	if u.Bytes > s.UploadBytes {
		return u, territory.Say(territory.TooLarge, sentence.UploadLarge.With(sentence.Params{"name": name, "most": s.UploadBytes >> 20}))
	}
	if u.Bytes == 0 {
		return u, territory.Say(territory.Invalid, sentence.UploadEmpty.With(sentence.Params{"name": name}))
	}
	if err := w.Commit(); err != nil {
		return u, err
	}
	u.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return u, s.Uploads.AddUpload(ctx, u)
}

func marshal(v any) (json.RawMessage, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode parameters: %w", err)
	}
	return raw, nil
}
