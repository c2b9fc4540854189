package salesforcesim

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/synth"
)

// adminName is the user name of the administrator.
const adminName = "admin@simulator.example"

// seededAt is when the seeded data was last changed.
var seededAt = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// maxOwners bounds how many users own seeded accounts, so that 250,000
// accounts are there within seconds.
const maxOwners = 60

// seeder fills the org.
type seeder struct {
	o      *org
	rng    *rand.Rand
	owners map[string]int32 // users by name
	roles  map[string]int32
	states map[string]int32 // territories by state
}

// seed makes the data of the options.
func (o *org) seed(options Options) {
	s := &seeder{o: o, rng: rand.New(rand.NewPCG(options.Seed, 0x5EED)), owners: map[string]int32{}, roles: map[string]int32{}, states: map[string]int32{}}
	s.setup()
	s.users(options.Accounts)
	s.accounts(options)
	s.around()
	s.territories()
	s.services()
	s.seedReports()
	o.commit()
	o.writes = newWriteLog()
}

// row adds a row from pairs of name and value, unlogged.
func (s *seeder) row(object string, values ...any) int32 {
	t := s.o.table(object)
	row := int32(len(t.state))
	t.state = append(t.state, live)
	t.live++
	for i := 0; i+1 < len(values); i += 2 {
		f := t.object.byName[lower(values[i].(string))]
		var v value
		switch x := values[i+1].(type) {
		case string:
			v = textValue(x)
		case float64:
			v = numberValue(x)
		case int:
			v = numberValue(float64(x))
		case bool:
			v = boolValue(x)
		case time.Time:
			if v = timeValue(x); f.kind == "date" {
				v = dayValue(x)
			}
		case value:
			v = x
		}
		t.store(f, row, value{}, v)
	}
	s.audit(t, row, seededAt, seededAt)
	return row
}

// audit stamps a seeded row.
func (s *seeder) audit(t *table, row int32, createdAt, modified time.Time) {
	me := value{kind: ref, num: float64(uint64(s.o.schema.object("User").number) << 32)}
	for name, v := range map[string]value{"createddate": timeValue(createdAt), "createdbyid": me, "lastmodifieddate": timeValue(modified),
		"lastmodifiedbyid": me, "systemmodstamp": timeValue(modified)} {
		if f := t.object.byName[name]; f != nil {
			t.columns[f.index].set(row, v)
		}
	}
}

func (s *seeder) ref(object string, row int32) value { return refTo(s.o.schema.object(object), row) }

// setup makes the organization, profiles and the administrator.
func (s *seeder) setup() {
	s.row("Organization", "Name", "Simulated Org", "InstanceName", "SIM1", "OrganizationType", "Enterprise Edition", "IsSandbox", false, "TimeZoneSidKey", "America/Los_Angeles")
	grants := []any{}
	for _, p := range []string{"ApiEnabled", "ViewSetup", "ViewAllData", "ModifyAllData", "ModifyMetadata", "ManageTerritories", "ManageUsers", "BulkApiHardDelete", "RunReports"} {
		grants = append(grants, "Permissions"+p, true)
	}
	s.row("Profile", append([]any{"Name", "System Administrator", "UserType", "Standard"}, grants...)...)
	s.row("Profile", "Name", "Sales User", "UserType", "Standard", "PermissionsApiEnabled", true, "PermissionsRunReports", true)
	s.row("Profile", "Name", "Read Only", "UserType", "Standard")
	for i, name := range []string{"X00e_Admin", "X00e_Sales", "X00e_Read"} {
		rights := []any{}
		if i == 0 {
			rights = grants
		}
		s.row("PermissionSet", append([]any{"Name", name, "Label", name, "IsOwnedByProfile", true, "ProfileId", s.ref("Profile", int32(i))}, rights...)...)
	}
	s.roles["CEO"] = s.row("UserRole", "Name", "CEO", "DeveloperName", "CEO")
	s.roles["VP Sales"] = s.row("UserRole", "Name", "VP Sales", "DeveloperName", "VP_Sales", "ParentRoleId", s.ref("UserRole", 0))
	s.o.admin = s.user("Ada", "Admin", adminName, 0, "CEO", true)
	s.user("Former", "Colleague", "former.colleague@simulator.example", 1, "VP Sales", false)
	s.row("Group", "Name", "Unassigned Leads", "DeveloperName", "Unassigned_Leads", "Type", "Queue")
}

func (s *seeder) user(first, last, username string, profile int32, role string, active bool) int32 {
	alias := strings.ToLower(first[:1] + last)
	row := s.row("User", "Username", username, "FirstName", first, "LastName", last, "Name", first+" "+last, "Alias", alias[:min(8, len(alias))],
		"Email", username, "IsActive", active, "UserType", "Standard", "ProfileId", s.ref("Profile", profile), "UserRoleId", s.ref("UserRole", s.roles[role]),
		"TimeZoneSidKey", "America/Los_Angeles", "LocaleSidKey", "en_US", "EmailEncodingKey", "UTF-8", "LanguageLocaleKey", "en_US",
		"EmployeeNumber", fmt.Sprintf("E%05d", len(s.o.table("User").state)))
	s.row("PermissionSetAssignment", "PermissionSetId", s.ref("PermissionSet", profile), "AssigneeId", s.ref("User", row))
	return row
}

// role makes the role of a name below another, once.
func (s *seeder) role(name, parent string) string {
	if _, there := s.roles[name]; !there {
		s.roles[name] = s.row("UserRole", "Name", name, "DeveloperName", strings.ReplaceAll(name, " ", "_"), "ParentRoleId", s.ref("UserRole", s.roles[parent]))
	}
	return name
}

// users makes people who own no accounts, for territories to come.
func (s *seeder) users(accounts int) {
	first := strings.Fields("Aiko Amir Bella Boris Cora Dario Edith Felix Gina Hugo Ines Jonas Kira Leo Mona Nils Orla Pablo Rita Sven Thea Uma Vito Willa Yara")
	last := strings.Fields("Adler Berg Castro Dahl Egan Fuchs Gallo Hoang Iyer Jung Kemp Lund Moretti Nash Ortiz Park Qureshi Roth Sato Thorn Ueda Voss Wolf Yilmaz Zhang")
	n := min(max(8, accounts/417), 1000)
	for i := range n {
		f, l := first[s.rng.IntN(len(first))], last[s.rng.IntN(len(last))]
		role := s.role("Sales Operations", "VP Sales")
		s.user(f, l, fmt.Sprintf("%s.%s.%d@simulator.example", strings.ToLower(f), strings.ToLower(l), i+1), 1, role, true)
	}
}

// owner returns the user of a name, made when first seen.
func (s *seeder) owner(a *synth.Account) int32 {
	if row, there := s.owners[a.Owner]; there {
		return row
	}
	first, last, _ := strings.Cut(a.Owner, " ")
	region := s.role(a.Region+" Director", "VP Sales")
	district := s.role(a.District+" Manager", region)
	name := strings.NewReplacer(" ", ".", "..", ".").Replace(strings.ToLower(a.Owner))
	row := s.user(first, last, name+"@simulator.example", 1, district, true)
	s.owners[a.Owner] = row
	return row
}

var ratings = []string{"Hot", "Warm", "Cold", ""}
var kinds = []string{"Prospect", "Customer - Direct", "Customer - Channel", "Other"}
var tiers = []string{"A", "B", "C"}

// accounts stores the synthetic accounts column by column.
func (s *seeder) accounts(options Options) {
	if options.Accounts <= 0 {
		return
	}
	t := s.o.table("Account")
	col := func(name string) *column { return t.columns[t.object.byName[lower(name)].index] }
	texts := map[string]*column{}
	for _, name := range []string{"Name", "Type", "BillingStreet", "BillingCity", "BillingState", "BillingPostalCode", "BillingCountry", "Phone", "Industry", "Rating",
		"Region__c", "District__c", "Territory__c", "Tier__c", "BillingGeocodeAccuracy", "AccountNumber"} {
		texts[name] = col(name)
	}
	latitude, longitude, revenue, employees := col("BillingLatitude"), col("BillingLongitude"), col("AnnualRevenue"), col("NumberOfEmployees")
	visits, cases, ownerColumn, parent, last := col("Visits_Per_Year__c"), col("Open_Cases__c"), col("OwnerId"), col("ParentId"), col("Last_Visit__c")
	streets := []string{"Main St", "Oak Ave", "Industrial Blvd", "2nd St", "Market St", "Park Rd"}
	owners := min(max(4, options.Accounts/417), maxOwners)
	for a := range synth.Accounts(synth.Options{Seed: options.Seed, Accounts: options.Accounts, Owners: owners, OnLand: options.OnLand}) {
		row := int32(len(t.state))
		t.state = append(t.state, live)
		t.live++
		set := func(name, v string) { texts[name].set(row, value{kind: text, text: v}) }
		set("Name", a.Name)
		set("Type", kinds[s.rng.IntN(len(kinds))])
		set("BillingStreet", fmt.Sprint(1+s.rng.IntN(9800), " ", streets[s.rng.IntN(len(streets))]))
		set("BillingCity", a.City)
		set("BillingState", a.State)
		set("BillingPostalCode", a.PostalCode)
		set("BillingCountry", "USA")
		set("BillingGeocodeAccuracy", "Address")
		set("Phone", fmt.Sprintf("(555) %03d-%04d", s.rng.IntN(1000), s.rng.IntN(10000)))
		set("Industry", a.Industry)
		set("Rating", ratings[s.rng.IntN(len(ratings))])
		set("Region__c", a.Region)
		set("District__c", a.District)
		set("Tier__c", tiers[min(2, int(3_000_000/(a.AnnualRevenue+1)))])
		latitude.set(row, numberValue(a.Lat))
		longitude.set(row, numberValue(a.Lon))
		revenue.set(row, numberValue(a.AnnualRevenue))
		employees.set(row, numberValue(float64(1+int(a.AnnualRevenue/150_000))))
		visits.set(row, numberValue(float64(a.VisitsPerYear)))
		cases.set(row, numberValue(float64(a.OpenCases)))
		ownerColumn.set(row, s.ref("User", s.owner(&a)))
		if row > 50 && s.rng.IntN(12) == 0 {
			parent.set(row, refTo(t.object, row-1-int32(s.rng.IntN(50))))
		}
		modified := seededAt.Add(-time.Duration(s.rng.IntN(200*24*60)) * time.Minute)
		if s.rng.IntN(3) > 0 {
			last.set(row, dayValue(modified))
		}
		s.audit(t, row, modified.AddDate(0, -1-s.rng.IntN(36), 0), modified)
	}
}

// around makes contacts, leads, opportunities and cases of the accounts.
func (s *seeder) around() {
	accounts := s.o.table("Account")
	n := int(accounts.rows())
	if n == 0 {
		return
	}
	stages := s.o.schema.object("Opportunity").byName["stagename"].values
	first := strings.Fields("Alex Blair Casey Drew Ellis Frankie Gray Harper Indigo Jules Kai Lane Morgan Noor Parker Quinn Robin Sage Tatum Wren")
	family := strings.Fields("Ames Boyd Cole Dorsey Ewing Flynn Grant Hale Irwin Judd Knox Lamb Mead Neal Otis Pace Rowe Snow Tate Voss Webb York")
	any := func(list []string) string { return list[s.rng.IntN(len(list))] }
	account := func() (int32, value, value) {
		row := int32(s.rng.IntN(n))
		return row, refTo(accounts.object, row), accounts.field("OwnerId", row)
	}
	for i := range n / 2 {
		_, at, owner := account()
		f, l := any(first), any(family)
		s.row("Contact", "AccountId", at, "FirstName", f, "LastName", l, "Name", f+" "+l, "OwnerId", owner, "Email", fmt.Sprintf("%s.%s%d@example.com", strings.ToLower(f), strings.ToLower(l), i))
	}
	for range n / 10 {
		row, _, owner := account()
		f, l := any(first), any(family)
		s.row("Lead", "FirstName", f, "LastName", l, "Name", f+" "+l, "Company", accounts.field("Name", row).text+" Prospects", "Status", "Open - Not Contacted", "OwnerId", owner,
			"Street", accounts.field("BillingStreet", row), "City", accounts.field("BillingCity", row), "State", accounts.field("BillingState", row),
			"PostalCode", accounts.field("BillingPostalCode", row), "Country", "USA", "Latitude", accounts.field("BillingLatitude", row).num+0.01*s.rng.Float64(),
			"Longitude", accounts.field("BillingLongitude", row), "Industry", accounts.field("Industry", row), "AnnualRevenue", accounts.field("AnnualRevenue", row))
	}
	for range n / 4 {
		row, at, owner := account()
		stage := any(stages)
		s.row("Opportunity", "AccountId", at, "OwnerId", owner, "Name", accounts.field("Name", row).text+" deal", "StageName", stage, "Amount", float64(1000*(1+s.rng.IntN(200))),
			"CloseDate", seededAt.AddDate(0, 0, s.rng.IntN(400)-200), "IsClosed", strings.HasPrefix(stage, "Closed"), "IsWon", stage == "Closed Won", "Probability", float64(10*s.rng.IntN(11)))
	}
	for i := range n / 4 {
		_, at, owner := account()
		status := any([]string{"New", "Working", "Closed"})
		s.row("Case", "CaseNumber", fmt.Sprintf("%08d", i+1001), "AccountId", at, "OwnerId", owner, "Subject", any([]string{"Delivery late", "Device broken", "Question on invoice", "Wants training"}),
			"Status", status, "Priority", any([]string{"High", "Medium", "Low"}), "Origin", any([]string{"Phone", "Email", "Web"}), "IsClosed", status == "Closed")
	}
}
