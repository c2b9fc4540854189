package ingest

import (
	"slices"
	"strings"
	"unicode"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// roleNames lists for each single role the column names that suggest it, the
// more telling ones first: letters and digits in lower case only. Names used
// by Salesforce's standard objects are among them.
var roleNames = []struct {
	role  dataset.Role
	names []string
}{
	{dataset.RoleID, words(`id accountid recordid customerid accountnumber customernumber storeid siteid locationid
		leadid contactid opportunityid unitid externalid salesforceid sfid sfdcid customerno accountno storenumber storeno
		uid uuid guid key recordkey customerkey accountkey`)},
	{dataset.RoleName, words(`name accountname customername companyname company customer account businessname storename
		sitename locationname title displayname label`)},
	{dataset.RoleLatitude, words(`billinglatitude latitude lat shippinglatitude mailinglatitude geolatitude
		geolocationlatitude geolocationlatitudes locationlatitude latitudec otherlatitude latdd ycoord ycoordinate y`)},
	{dataset.RoleLongitude, words(`billinglongitude longitude lon lng long shippinglongitude mailinglongitude geolongitude
		geolocationlongitude geolocationlongitudes locationlongitude longitudec otherlongitude londd longdd xcoord xcoordinate x`)},
	{dataset.RoleCountry, words(`billingcountrycode billingcountry country countrycode shippingcountrycode shippingcountry
		mailingcountry countryname nation iso2 iso3`)},
	{dataset.RoleState, words(`billingstatecode billingstate state statecode shippingstatecode shippingstate mailingstate
		stateprovince province provincecode usstate statename st`)},
	{dataset.RoleCity, words(`billingcity city shippingcity mailingcity town cityname municipality locality`)},
	{dataset.RoleStreet, words(`billingstreet street shippingstreet mailingstreet streetaddress address1 addressline1 address
		streetname straße strasse rue calle via`)},
	{dataset.RolePostalCode, words(`billingpostalcode postalcode zip zipcode postcode shippingpostalcode mailingpostalcode
		zip5 billingzip shippingzip plz postalcodezip codepostal cap zippostalcode billingzippostalcode`)},
	{dataset.RoleOwner, words(`ownername accountowner owner ownerfullname accountownername salesrep salesrepname rep
		repname salesperson salespersonname representative accountmanager accountexecutive assignedto responsible ownerid`)},
	{dataset.RoleTerritory, words(`territory territoryname currentterritory territorycode territoryid territory2name
		territory2id salesterritory salesterritoryname assignedterritory`)},
	{dataset.RoleParent, words(`parentid parentaccountid parentaccount parent parentrecordid ultimateparent
		ultimateparentid parentname`)},
}

func words(text string) []string { return strings.Fields(text) }

// plainName is name in lower case without spaces, punctuation and the suffix
// of Salesforce's custom fields.
func plainName(name string) string {
	name = strings.TrimSuffix(strings.ToLower(name), "__c")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)
}

// nameParts splits a name into lower-case words: "Store_No" and "storeNo" give
// "store" and "no".
func nameParts(name string) []string {
	var parts []string
	var part []rune
	flush := func() {
		if len(part) > 0 {
			parts = append(parts, strings.ToLower(string(part)))
			part = part[:0]
		}
	}
	before := ' '
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
		case unicode.IsUpper(r) && unicode.IsLower(before):
			flush()
			part = append(part, r)
		default:
			part = append(part, r)
		}
		before = r
	}
	flush()
	return parts
}

var codeWords = words(`id ids no nr num number code key ref zip postal postcode phone fax fips naics sic year month week day index row seq rank`)

// looksLikeCode is true for names of numbers that are labels, not amounts.
func looksLikeCode(name string) bool {
	parts := nameParts(name)
	if len(parts) == 0 {
		return false
	}
	last := parts[len(parts)-1]
	if slices.Contains(parts, "per") || parts[0] == "number" && len(parts) > 2 && parts[1] == "of" {
		return false // "Visits per Year" and "Number of Employees" are amounts
	}
	return slices.Contains(codeWords, last)
}

// guessSingleRoles gives every single role that nobody chose a column for to at
// most one column: first by name, then, for positions and ids, by content.
func guessSingleRoles(columns []*columnGuess) {
	for _, rule := range roleNames {
		if findRole(columns, rule.role) >= 0 {
			continue
		}
		best, bestRank := -1, len(rule.names)
		for i, c := range columns {
			if rank := slices.Index(rule.names, plainName(c.name)); rank >= 0 && rank < bestRank && c.role == "" && c.fits(rule.role) {
				best, bestRank = i, rank
			}
		}
		if best >= 0 {
			columns[best].take(rule.role, sentence.RoleByName.With(nil))
		}
	}
	pairPositions(columns)
	guessID(columns)
}

func findRole(columns []*columnGuess, role dataset.Role) int {
	return slices.IndexFunc(columns, func(c *columnGuess) bool { return c.role == role })
}

// pairPositions drops a latitude without a longitude and the other way round,
// and then looks for two neighbouring columns that look like degrees.
func pairPositions(columns []*columnGuess) {
	lat, lon := findRole(columns, dataset.RoleLatitude), findRole(columns, dataset.RoleLongitude)
	if lat >= 0 && lon >= 0 {
		return
	}
	for _, i := range []int{lat, lon} {
		if i >= 0 && columns[i].chosen {
			return
		}
		if i >= 0 {
			columns[i].take("", sentence.Sentence{})
		}
	}
	for i := 0; i+1 < len(columns); i++ {
		a, b := columns[i], columns[i+1]
		if a.role != "" || b.role != "" || !a.looksLikeDegrees() || !b.looksLikeDegrees() {
			continue
		}
		if a.widest() > 90 && b.widest() <= 90 {
			a, b = b, a
		}
		if a.widest() <= 90 && b.widest() > 90 {
			a.take(dataset.RoleLatitude, sentence.RoleLatitudes.With(nil))
			b.take(dataset.RoleLongitude, sentence.RoleLongitudes.With(nil))
			return
		}
	}
}

// guessID takes the first column of distinct values whose name says number or
// code, when no column is named like an id.
func guessID(columns []*columnGuess) {
	if findRole(columns, dataset.RoleID) >= 0 {
		return
	}
	for _, c := range columns {
		if c.role == "" && c.seen > 1 && c.missing == 0 && c.distinct() == c.seen && looksLikeCode(c.name) {
			c.take(dataset.RoleID, sentence.RoleIDLike.With(nil))
			return
		}
	}
}
