package salesforcesim_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

// metadataCall sends a call of the SOAP Metadata API.
func (c *client) metadataCall(t testing.TB, body string) string {
	t.Helper()
	answer, err := http.Post(c.url+"/services/Soap/m/67.0", "text/xml", strings.NewReader(`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata"><e:Header><SessionHeader><sessionId>`+
		c.token+`</sessionId></SessionHeader></e:Header><e:Body>`+body+`</e:Body></e:Envelope>`))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 200 {
		t.Fatalf("%s: %s %v", answer.Status, text, err)
	}
	return string(text)
}

// deploy deploys files and waits; the answer is the last status.
func (c *client) deploy(t testing.TB, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	files["package.xml"] = "<Package/>"
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	answer := c.metadataCall(t, "<deploy><ZipFile>"+base64.StdEncoding.EncodeToString(b.Bytes())+"</ZipFile><DeployOptions><rollbackOnError>true</rollbackOnError><singlePackage>true</singlePackage></DeployOptions></deploy>")
	_, id, _ := strings.Cut(answer, "<id>")
	for range 100_000 {
		status := c.metadataCall(t, "<checkDeployStatus><asyncProcessId>"+id[:18]+"</asyncProcessId><includeDetails>true</includeDetails></checkDeployStatus>")
		if strings.Contains(status, "<done>true</done>") {
			return status
		}
	}
	t.Fatal("the deploy does not end")
	return ""
}

// postalPlan is a model of territories that share 33,000 postal codes.
func postalPlan(territories int) map[string]string {
	files := map[string]string{"territory2Models/P/P.territory2Model": "<Territory2Model><name>P</name></Territory2Model>"}
	codes := make([][]string, territories)
	for i := range 33_000 {
		codes[i*territories/33_000] = append(codes[i*territories/33_000], fmt.Sprintf("%05d", 501+3*i))
	}
	for i, list := range codes {
		files[fmt.Sprintf("territory2Models/P/rules/R%d.territory2Rule", i)] = fmt.Sprintf("<Territory2Rule><active>true</active><name>R%d</name><objectType>Account</objectType>"+
			"<ruleItems><field>Account.BillingPostalCode</field><operation>equals</operation><value>%s</value></ruleItems></Territory2Rule>", i, strings.Join(list, ","))
		files[fmt.Sprintf("territory2Models/P/territories/T%d.territory2", i)] = fmt.Sprintf("<Territory2><name>T%d</name><ruleAssociations><inherited>false</inherited><ruleName>R%d</ruleName></ruleAssociations>"+
			"<territory2Type>Sales_Area</territory2Type></Territory2>", i, i)
	}
	return files
}

// BenchmarkPublish deploys 500 territories with 33,000 postal codes, assigns
// accounts by hand through Bulk API 2.0, and runs the rules.
func BenchmarkPublish(b *testing.B) {
	accounts, manual := 250_000, 50_000
	if testing.Short() {
		accounts, manual = 2_000, 500
	}
	for range b.N {
		_, c := serve(b, salesforcesim.Options{Accounts: accounts, Seed: 1})
		b.Run("deploy", func(b *testing.B) {
			if got := c.deploy(b, postalPlan(500)); !strings.Contains(got, "<numberComponentsDeployed>1001</numberComponentsDeployed>") {
				b.Fatalf("deploy: %.2000s", got)
			}
		})
		b.Run("rules", func(b *testing.B) { c.want(b, 204, "POST", "/simulator/run-rules", `{"model":"P","wait":true}`) })
		b.Run("manual", func(b *testing.B) {
			territory := c.query(b, "SELECT Id FROM Territory2 WHERE DeveloperName = 'United_States'")[0]["Id"].(string)
			var rows strings.Builder
			rows.WriteString("ObjectId,Territory2Id,AssociationCause\n")
			for _, id := range c.ids(b, manual) {
				rows.WriteString(id + "," + territory + ",Territory2Manual\n")
			}
			job := c.want(b, 200, "POST", "/jobs/ingest", `{"object":"ObjectTerritory2Association","operation":"insert"}`)["id"].(string)
			c.text(b, "PUT", "/jobs/ingest/"+job+"/batches", "text/csv", rows.String())
			c.want(b, 200, "PATCH", "/jobs/ingest/"+job, `{"state":"UploadComplete"}`)
			if done := c.ended(b, "/jobs/ingest/"+job); done["numberRecordsFailed"] != 0.0 {
				b.Fatalf("ingest: %v", done)
			}
		})
	}
}

// ids returns the ids of so many accounts.
func (c *client) ids(t testing.TB, n int) []string {
	t.Helper()
	var list []string
	page := c.want(t, 200, "GET", fmt.Sprintf("/query?q=SELECT+Id+FROM+Account+LIMIT+%d", n), "")
	for {
		for _, r := range page["records"].([]any) {
			list = append(list, r.(map[string]any)["Id"].(string))
		}
		next, more := page["nextRecordsUrl"].(string)
		if !more {
			return list
		}
		page = c.want(t, 200, "GET", next, "")
	}
}
