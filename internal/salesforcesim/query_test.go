package salesforcesim_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

func TestQuery_WritesRowsAsTheOrgDoes(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{})
	acme := c.create(t, "Account", `{"Name":"Acme","AnnualRevenue":350000000,"NumberOfEmployees":12,"BillingCity":"Oslo","BillingLatitude":59.9,"BillingLongitude":10.75}`)
	c.create(t, "Contact", `{"LastName":"Ames","AccountId":"`+acme+`"}`)
	c.create(t, "Contact", `{"LastName":"Boyd","AccountId":"`+acme+`"}`)
	c.create(t, "Lead", `{"LastName":"Lamb","Company":"Wool"}`)
	ids := regexp.MustCompile(`(/[A-Za-z0-9_]+/|"Id":")[a-zA-Z0-9]{18}"`)
	for _, x := range []struct{ soql, want string }{
		{"SELECT Id, Name, AnnualRevenue, NumberOfEmployees, Parent.Name, BillingAddress, (SELECT LastName FROM Contacts ORDER BY LastName LIMIT 1), (SELECT Id FROM Cases) FROM Account",
			`{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account","url":"/services/data/v67.0/sobjects/Account/*"},"Id":"*","Name":"Acme","AnnualRevenue":3.5E8,"NumberOfEmployees":12,"Parent":null,` +
				`"BillingAddress":{"city":"Oslo","country":null,"geocodeAccuracy":null,"latitude":59.9,"longitude":10.75,"postalCode":null,"state":null,"street":null},` +
				`"Contacts":{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Contact","url":"/services/data/v67.0/sobjects/Contact/*"},"LastName":"Ames"}]},"Cases":null}]}`},
		{"SELECT LastName, Account.Owner.Name FROM Contact WHERE LastName = 'Boyd'",
			`{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Contact","url":"/services/data/v67.0/sobjects/Contact/*"},"LastName":"Boyd","Account":{"attributes":{"type":"Account","url":"/services/data/v67.0/sobjects/Account/*"},` +
				`"Owner":{"attributes":{"type":"User","url":"/services/data/v67.0/sobjects/User/*"},"Name":"Ada Admin"}}}]}`},
		{"SELECT TYPEOF Owner WHEN User THEN Username ELSE Name END FROM Lead",
			`{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Lead","url":"/services/data/v67.0/sobjects/Lead/*"},"Owner":{"attributes":{"type":"User","url":"/services/data/v67.0/sobjects/User/*"},"Username":"admin@simulator.example"}}]}`},
		{"SELECT Owner.Type FROM Lead",
			`{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Lead","url":"/services/data/v67.0/sobjects/Lead/*"},"Owner":{"attributes":{"type":"User","url":"/services/data/v67.0/sobjects/User/*"},"Type":"User"}}]}`},
		{"SELECT COUNT() FROM Contact", `{"totalSize":2,"done":true,"records":[]}`},
		{"SELECT Account.Name n, COUNT(Id) FROM Contact GROUP BY ROLLUP(Account.Name)", `{"totalSize":2,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"n":"Acme","expr0":2},{"attributes":{"type":"AggregateResult"},"n":null,"expr0":2}]}`},
	} {
		status, text := c.do(t, "GET", "/query?q="+url.QueryEscape(x.soql), "")
		got := ids.ReplaceAllString(string(text), `$1*"`)
		if status != 200 || got != x.want {
			t.Errorf("%s\n got %d %s\nwant %s", x.soql, status, got, x.want)
		}
	}
}

func TestQuery_PagesKeepTheirRows(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{Accounts: 700, Seed: 1})
	c.header["Sforce-Query-Options"] = "batchSize=200"
	page := c.want(t, 200, "GET", "/query?q="+url.QueryEscape("SELECT Id FROM Account ORDER BY Name LIMIT 650"), "")
	seen := map[string]bool{}
	for n := 0; ; n++ {
		if page["totalSize"] != 650.0 {
			t.Fatalf("page %d: total %v", n, page["totalSize"])
		}
		for _, r := range page["records"].([]any) {
			seen[r.(map[string]any)["Id"].(string)] = true
		}
		next, more := page["nextRecordsUrl"].(string)
		if more == (page["done"] == true) {
			t.Fatalf("page %d: done %v with next %q", n, page["done"], next)
		}
		if !more {
			break
		}
		if !regexp.MustCompile(`^/services/data/v67\.0/query/01g[A-Za-z0-9]{15}-\d+$`).MatchString(next) {
			t.Errorf("locator %q", next)
		}
		c.create(t, "Account", `{"Name":"AAA comes in between"}`)
		page = c.want(t, 200, "GET", next, "")
	}
	if len(seen) != 650 {
		t.Errorf("%d rows, want 650", len(seen))
	}
}

func TestQuery_ColumnsDescribeTheAnswer(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{})
	_, text := c.do(t, "GET", "/query?columns=true&q="+url.QueryEscape("SELECT Id, Owner.Name, (SELECT LastName FROM Contacts) FROM Account"), "")
	var got struct {
		EntityName, KeyPrefix string
		IDSelected            bool
		ColumnMetadata        []struct {
			ColumnName, ApexType string
			JoinColumns          []struct{ ColumnName string }
		}
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, col := range got.ColumnMetadata {
		names = append(names, col.ColumnName)
		for _, j := range col.JoinColumns {
			names = append(names, col.ColumnName+"."+j.ColumnName)
		}
	}
	if strings.Join(names, " ") != "Id Owner Owner.Name Contacts Contacts.LastName" || !got.IDSelected || got.KeyPrefix != "001" || got.ColumnMetadata[0].ApexType != "Id" {
		t.Errorf("columns: %s", text)
	}
}
