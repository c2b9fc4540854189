package salesforcesim

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// testNow is when the tests' org thinks it is.
var testNow = time.Date(2026, 3, 11, 15, 0, 0, 0, time.UTC) // a Wednesday

// small is an org of five accounts made by hand.
func small(t testing.TB) *Server {
	t.Helper()
	s := New(Options{Now: func() time.Time { return testNow }})
	t.Cleanup(s.Close)
	w := &writer{o: s.o, user: s.o.admin}
	add := func(object string, rec record) value {
		row, errs := w.insert(s.o.table(object), rec)
		if len(errs) > 0 {
			t.Fatalf("insert %s %v: %v", object, rec, errs[0])
		}
		return refTo(s.o.schema.object(object), row)
	}
	acme := add("Account", record{"Name": "Acme", "BillingCity": "Oslo", "BillingLatitude": "59.9", "BillingLongitude": "10.7", "AnnualRevenue": "1000", "Rating": "Hot", "Services__c": "Install;Repair", "External_Id__c": "A1"})
	beta := add("Account", record{"Name": "beta", "BillingCity": "Bergen", "AnnualRevenue": "2000", "Rating": "Hot", "Services__c": "Repair", "ParentId": s.o.refID(acme), "Last_Visit__c": "2026-03-10"})
	add("Account", record{"Name": "100% Pure", "AnnualRevenue": "500", "Rating": "Cold", "Last_Visit__c": "2025-12-31"})
	add("Account", record{"Name": "d'Or", "Rating": "Cold"})
	add("Account", record{"Name": "Zeta_1", "AnnualRevenue": "20000000"})
	add("Contact", record{"LastName": "Ames", "FirstName": "Al", "AccountId": s.o.refID(acme), "Email": "al@example.com"})
	add("Contact", record{"LastName": "Boyd", "AccountId": s.o.refID(acme)})
	add("Contact", record{"LastName": "Cole", "AccountId": s.o.refID(beta)})
	add("Lead", record{"LastName": "Lamb", "Company": "Wool"})
	s.o.commit()
	return s
}

// ask runs a query and writes rows as Name or as their JSON without attributes.
func ask(s *Server, soql string) (string, *apiError) {
	q, err := parseSOQL(soql)
	if err != nil {
		return "", err
	}
	r, err := s.o.run(q, s.o.admin, false, testNow)
	if err != nil {
		return "", err
	}
	if r.countOnly {
		return fmt.Sprint(r.total), nil
	}
	var rows []string
	for _, row := range r.rows {
		var b bytes.Buffer
		if r.aggregate {
			r.writeGroup(&b, row)
			rows = append(rows, strings.Replace(b.String(), `{"attributes":{"type":"AggregateResult"},`, "{", 1))
			continue
		}
		var cells []string
		for _, a := range r.columns {
			cells = append(cells, s.o.format(a.field, a.get(row)))
		}
		rows = append(rows, strings.Join(cells, "|"))
	}
	return strings.Join(rows, " / "), nil
}

func TestSOQL_Answers(t *testing.T) {
	s := small(t)
	for _, c := range []struct{ soql, want string }{
		{"SELECT Name FROM Account WHERE Name = 'ACME'", "Acme"},
		{"select name from account where NAME='d\\'Or'", "d'Or"},
		{"SELECT Name FROM Account WHERE Name LIKE '%e_A%' ORDER BY Name", "beta / Zeta_1"},
		{"SELECT Name FROM Account WHERE Name LIKE '100\\% %'", "100% Pure"},
		{"SELECT Name FROM Account WHERE Name LIKE '%\\_1'", "Zeta_1"},
		{"SELECT Name FROM Account WHERE AnnualRevenue > 500 AND AnnualRevenue <= 2000 ORDER BY Name DESC", "beta / Acme"},
		{"SELECT Name FROM Account WHERE AnnualRevenue = null", "d'Or"},
		{"SELECT Name FROM Account WHERE Rating != 'Hot' ORDER BY Name", "100% Pure / d'Or / Zeta_1"},
		{"SELECT Name FROM Account WHERE NOT (Rating = 'Hot' OR Rating = null) ORDER BY Name", "100% Pure / d'Or"},
		{"SELECT Name FROM Account WHERE Rating IN ('Hot','Warm') ORDER BY Name", "Acme / beta"},
		{"SELECT Name FROM Account WHERE Rating NOT IN ('Hot', null) ORDER BY Name", "100% Pure / d'Or"},
		{"SELECT Name FROM Account WHERE Services__c INCLUDES ('Install;Repair','Training')", "Acme"},
		{"SELECT Name FROM Account WHERE Services__c EXCLUDES ('Repair') ORDER BY Name", "100% Pure / d'Or / Zeta_1"},
		{"SELECT Name, Parent.Name, Parent.Owner.Name FROM Account WHERE Parent.BillingCity = 'oslo'", "beta|Acme|Ada Admin"},
		{"SELECT a.Name FROM Account a WHERE a.Name = 'beta'", "beta"},
		{"SELECT Account.Name FROM Account WHERE Account.Name = 'beta'", "beta"},
		{"SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName = 'Boyd')", "Acme"},
		{"SELECT Name FROM Account WHERE Id NOT IN (SELECT AccountId FROM Contact) ORDER BY Name LIMIT 2", "100% Pure / d'Or"},
		{"SELECT Name FROM Account ORDER BY AnnualRevenue", "d'Or / 100% Pure / Acme / beta / Zeta_1"},
		{"SELECT Name FROM Account ORDER BY AnnualRevenue DESC NULLS LAST LIMIT 2", "Zeta_1 / beta"},
		{"SELECT Name FROM Account ORDER BY AnnualRevenue DESC NULLS LAST LIMIT 2 OFFSET 3", "100% Pure / d'Or"},
		{"SELECT Name FROM Account WHERE Last_Visit__c = YESTERDAY", "beta"},
		{"SELECT Name FROM Account WHERE Last_Visit__c = LAST_N_DAYS:3", "beta"},
		{"SELECT Name FROM Account WHERE Last_Visit__c = LAST_YEAR", "100% Pure"},
		{"SELECT Name FROM Account WHERE Last_Visit__c < THIS_MONTH", "100% Pure"},
		{"SELECT Name FROM Account WHERE Last_Visit__c >= 2026-01-01 AND CreatedDate = TODAY", "beta"},
		{"SELECT Name FROM Account WHERE CreatedDate >= 2026-03-11T16:00:00+01:00 AND Name = 'Acme'", "Acme"},
		{"SELECT Name FROM Account WHERE DISTANCE(BillingAddress, GEOLOCATION(60.0, 10.0), 'km') < 100", "Acme"},
		{"SELECT Name FROM Lead WHERE Owner.Type = 'User' AND Owner.Name LIKE 'Ada%'", "Lamb"},
		{"SELECT COUNT() FROM Contact WHERE Account.Name = 'Acme'", "2"},
		{"SELECT COUNT(Id), MAX(AnnualRevenue) top FROM Account", `{"expr0":5,"top":2.0E7}`},
		{"SELECT Rating, COUNT(Id) n FROM Account GROUP BY Rating ORDER BY COUNT(Id) DESC, Rating NULLS LAST", `{"Rating":"Cold","n":2} / {"Rating":"Hot","n":2} / {"Rating":null,"n":1}`},
		{"SELECT Rating, SUM(AnnualRevenue) FROM Account GROUP BY Rating HAVING SUM(AnnualRevenue) > 600 AND Rating != null", `{"Rating":"Hot","expr0":3000.0}`},
		{"SELECT CALENDAR_YEAR(Last_Visit__c) y, COUNT_DISTINCT(Rating) FROM Account WHERE Last_Visit__c != null GROUP BY CALENDAR_YEAR(Last_Visit__c) ORDER BY CALENDAR_YEAR(Last_Visit__c)", `{"y":2025,"expr0":1} / {"y":2026,"expr0":1}`},
		{"SELECT Account.Name, COUNT(Id) FROM Contact GROUP BY Account.Name ORDER BY Account.Name", `{"Name":"Acme","expr0":2} / {"Name":"beta","expr0":1}`},
		{"SELECT Name FROM Account WHERE Name = 'Acme' FOR VIEW", "Acme"},
		{"SELECT Name FROM Account USING SCOPE mine WHERE Name = 'Acme'", "Acme"},
		{"SELECT toLabel(Rating) FROM Account WHERE Name = 'Acme'", "Hot"},
	} {
		got, err := ask(s, c.soql)
		if err != nil {
			t.Errorf("%s: %v", c.soql, err)
		} else if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.soql, got, c.want)
		}
	}
}

func TestSOQL_Errors(t *testing.T) {
	s := small(t)
	for _, c := range []struct{ soql, code, message string }{
		{"SELEKT", "MALFORMED_QUERY", "unexpected token: SELEKT"},
		{"", "MALFORMED_QUERY", "SOQL statements cannot be empty or null"},
		{"SELECT Bacon__c FROM Account LIMIT 2", "INVALID_FIELD", "\nSELECT Bacon__c FROM Account LIMIT 2\n       ^\nERROR at Row:1:Column:8\nNo such column 'Bacon__c' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names."},
		{"select count() from XYZZY", "INVALID_TYPE", "\nselect count() from XYZZY\n                    ^\nERROR at Row:1:Column:21\nsObject type 'XYZZY' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names."},
		{"SELECT Id FROM Account WHERE", "MALFORMED_QUERY", "unexpected token: '<EOF>'"},
		{"SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", "MALFORMED_QUERY", "unexpected token: 'OR'"},
		{"SELECT Id FROM Account WHERE Name = 'a", "MALFORMED_QUERY", "no viable alternative at character '''"},
		{"SELECT Id FROM Account\nWHERE Nme = 'a'", "INVALID_FIELD", "\nWHERE Nme = 'a'\n      ^\nERROR at Row:2:Column:7\nNo such column 'Nme' on entity 'Account'."},
		{"SELECT Foo.Name FROM Account", "INVALID_FIELD", "Didn't understand relationship 'Foo' in field path."},
		{"SELECT Owner.Foo FROM Account", "INVALID_FIELD", "No such column 'Foo' on entity 'User'."},
		{"SELECT Id FROM Account WHERE Description = 'x'", "INVALID_FIELD", "field 'Description' can not be filtered in a query call"},
		{"SELECT Id FROM Account ORDER BY Description", "INVALID_FIELD", "field 'Description' can not be sorted in a query call"},
		{"SELECT COUNT(Id) FROM Account GROUP BY AnnualRevenue", "INVALID_FIELD", "field 'AnnualRevenue' can not be grouped in a query call"},
		{"SELECT Id FROM Account WHERE CreatedDate > '2026-01-01'", "INVALID_FIELD", "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes"},
		{"SELECT Id FROM Account WHERE AnnualRevenue > 'x'", "INVALID_FIELD", "must be of type double and should not be enclosed in quotes"},
		{"SELECT Id FROM Account WHERE Name = 5", "INVALID_FIELD", "must be of type string and should be enclosed in quotes"},
		{"SELECT Id FROM Account WHERE Id = 'abc'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: abc"},
		{"SELECT Id FROM Account LIMIT 5 OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000"},
		{"SELECT Name, COUNT(Id) FROM Account", "MALFORMED_QUERY", "Field must be grouped or aggregated: Name"},
		{"SELECT FIELDS(ALL) FROM Account", "MALFORMED_QUERY", "LIMIT"},
		{"SELECT (SELECT Id FROM Foos) FROM Account", "INVALID_TYPE", "Didn't understand relationship 'Foos' in FROM part of query call."},
		{"SELECT TYPEOF Owner WHEN User THEN Name END, Owner.Type FROM Lead", "MALFORMED_QUERY", "duplicate field selected: Owner"},
		{"SELECT Name, Name FROM Account", "INVALID_FIELD", "duplicate field selected: Name"},
		{"SELECT Id FROM Account ALL ROWS", "MALFORMED_QUERY", "ALL ROWS not allowed in this context"},
		{"SELECT Id FROM Account WHERE Name IN (SELECT AccountId FROM Contact)", "INVALID_FIELD", "semi join"},
	} {
		got, err := ask(s, c.soql)
		if err == nil {
			t.Errorf("%s: answered %q, want error %s", c.soql, got, c.code)
			continue
		}
		if err.code != c.code || !strings.Contains(err.message, c.message) {
			t.Errorf("%s\n got %s %q\nwant %s %q", c.soql, err.code, err.message, c.code, c.message)
		}
	}
}

func FuzzSOQL(f *testing.F) {
	for _, q := range []string{"SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE (a.b = 'x' OR NOT c LIKE '%') AND d IN (1,2) ORDER BY x NULLS LAST LIMIT 1",
		"SELECT TYPEOF Owner WHEN User THEN Name END FROM Lead", "SELECT DISTANCE(BillingAddress, GEOLOCATION(1,2), 'mi') FROM Account", "SELECT COUNT(Id) FROM Account GROUP BY ROLLUP(Rating) HAVING COUNT(Id) > 1"} {
		f.Add(q)
	}
	s := small(f)
	f.Fuzz(func(t *testing.T, q string) {
		if len(q) > 2000 {
			return
		}
		if got, err := ask(s, q); err == nil && !strings.Contains(strings.ToUpper(q), "SELECT") {
			t.Errorf("%q was answered: %s", q, got)
		}
	})
}
