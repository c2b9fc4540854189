package salesforcesim

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
)

// metadataREST answers /metadata/deployRequest….
func (c *call) metadataREST(path []string) *answer {
	if len(path) == 0 || path[0] != "deployRequest" {
		return notFound()
	}
	if len(path) == 1 {
		if c.method != http.MethodPost {
			return fail(apiErr(405, "METHOD_NOT_ALLOWED", "HTTP Method '%s' not allowed. Allowed are POST", c.method))
		}
		if !c.mayLocked("ModifyMetadata") {
			return forbidden()
		}
		return c.restDeploy()
	}
	p := c.s.findDeploy(path[1])
	if p == nil {
		return notFound()
	}
	if c.method == http.MethodPatch {
		c.s.cancelDeploy(p)
		return &answer{status: http.StatusAccepted, body: c.deployFrame(p, false)}
	}
	return ok(c.deployFrame(p, c.query.Get("includeDetails") == "true"))
}

func (c *call) deployFrame(p *deploy, details bool) hash {
	o := hash{{"allowMissingFiles", false}, {"autoUpdatePackage", false}, {"checkOnly", p.options.CheckOnly}, {"ignoreWarnings", false}, {"performRetrieve", false},
		{"purgeOnDelete", false}, {"rollbackOnError", p.options.RollbackOnError}, {"runTests", nil}, {"singlePackage", p.options.SinglePackage}, {"testLevel", "NoTestRun"}}
	return hash{{"id", p.id}, {"validatedDeployRequestId", nil}, {"deployOptions", o}, {"deployResult", c.s.deployResult(p, details)}}
}

// restDeploy takes the two parts, in either order and under both names that
// clients give the first.
func (c *call) restDeploy() *answer {
	kind, params, _ := mime.ParseMediaType(c.header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return c.quickDeploy()
	}
	var in struct {
		DeployOptions deployOptions `json:"deployOptions"`
	}
	in.DeployOptions.RollbackOnError = true
	var zip []byte
	parts := multipart.NewReader(bytes.NewReader(c.body), params["boundary"])
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fail(apiErr(400, "INVALID_MULTIPART_REQUEST", "%v", err))
		}
		data, _ := io.ReadAll(p) //nolint:errcheck // it is in memory
		switch p.FormName() {
		case "json", "entity_content":
			if json.Unmarshal(data, &in) != nil {
				return fail(apiErr(400, "JSON_PARSER_ERROR", "the part %s is no JSON", p.FormName()))
			}
		case "file":
			zip = data
		}
	}
	if zip == nil {
		return fail(apiErr(400, "INVALID_MULTIPART_REQUEST", "the part file is missing"))
	}
	d := c.s.startDeploy(zip, in.DeployOptions, c.session.user)
	return &answer{status: http.StatusCreated, body: c.deployFrame(d, false)}
}

// quickDeploy deploys again what a request with checkOnly has validated.
func (c *call) quickDeploy() *answer {
	var in struct {
		ValidatedDeployRequestID string `json:"validatedDeployRequestId"`
	}
	if err := c.decode(&in); err != nil {
		return fail(err)
	}
	return fail(apiErr(400, "INVALID_ID_FIELD", "%q is no validated deploy of the last 10 days with tests run", in.ValidatedDeployRequestID))
}
