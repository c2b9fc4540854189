package salesforce

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"time"
)

// deployState is the org's record of a deployment.
type deployState struct {
	ID      string `json:"id"`
	Done    bool   `json:"done"`
	Success bool   `json:"success"`
	Status  string `json:"status"`
	Error   string `json:"errorMessage"`
	Details struct {
		Failures []struct {
			ComponentType, FullName, FileName, Problem, ProblemType string
		} `json:"componentFailures"`
	} `json:"details"`
}

// deploy sends a package, files by path, and returns the deployment's id. With
// rollbackOnError the org takes all of it or nothing.
func (c *Client) deploy(ctx context.Context, files map[string][]byte) (string, error) {
	archive, err := zipped(files)
	if err != nil {
		return "", err
	}
	options, err := json.Marshal(map[string]any{"deployOptions": map[string]any{
		"allowMissingFiles": false, "autoUpdatePackage": false, "checkOnly": false, "ignoreWarnings": false, "performRetrieve": false,
		"purgeOnDelete": false, "rollbackOnError": true, "runTests": nil, "singlePackage": true, "testLevel": "NoTestRun",
	}})
	if err != nil {
		return "", fmt.Errorf("encode deploy options: %w", err)
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, part := range []struct {
		disposition, kind string
		data              []byte
	}{
		{`form-data; name="json"`, "application/json", options},
		{`form-data; name="file"; filename="deploy.zip"`, "application/zip", archive},
	} {
		p, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {part.disposition}, "Content-Type": {part.kind}})
		if err == nil {
			_, err = p.Write(part.data)
		}
		if err != nil {
			return "", fmt.Errorf("write the deployment: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("write the deployment: %w", err)
	}
	var out struct{ ID string }
	err = c.call(ctx, request{method: http.MethodPost, path: c.data("/metadata/deployRequest"), contentType: w.FormDataContentType(), body: body.Bytes(), writes: true}, nil, &out)
	return out.ID, err
}

// zipped packs files in order of their paths, so that the same package is the
// same bytes.
func zipped(files map[string][]byte) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(files[name])
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack the deployment: %w", err)
	}
	return out.Bytes(), nil
}

// awaitDeploy waits until a deployment is over.
func (c *Client) awaitDeploy(ctx context.Context, id string) (deployState, error) {
	for wait := 200 * time.Millisecond; ; wait = min(10*time.Second, wait*3/2) {
		var out struct {
			DeployResult deployState `json:"deployResult"`
		}
		if err := c.get(ctx, c.data("/metadata/deployRequest/"+id), url.Values{"includeDetails": {"true"}}, &out); err != nil {
			return out.DeployResult, err
		}
		if out.DeployResult.Done {
			return out.DeployResult, nil
		}
		if err := c.wait(ctx, wait); err != nil {
			return out.DeployResult, err
		}
	}
}
