package alignment

import (
	"fmt"
	"strings"
)

// usDivisions are the census divisions of the United States with the postal
// codes and names of their states.
// Source: U.S. Census Bureau, Census Regions and Divisions of the United States.
const usDivisions = `New England: CT Connecticut, ME Maine, MA Massachusetts, NH New Hampshire, RI Rhode Island, VT Vermont
Middle Atlantic: NJ New Jersey, NY New York, PA Pennsylvania
East North Central: IL Illinois, IN Indiana, MI Michigan, OH Ohio, WI Wisconsin
West North Central: IA Iowa, KS Kansas, MN Minnesota, MO Missouri, NE Nebraska, ND North Dakota, SD South Dakota
South Atlantic: DE Delaware, DC District of Columbia, FL Florida, GA Georgia, MD Maryland, NC North Carolina, SC South Carolina, VA Virginia, WV West Virginia
East South Central: AL Alabama, KY Kentucky, MS Mississippi, TN Tennessee
West South Central: AR Arkansas, LA Louisiana, OK Oklahoma, TX Texas
Mountain: AZ Arizona, CO Colorado, ID Idaho, MT Montana, NV Nevada, NM New Mexico, UT Utah, WY Wyoming
Pacific: AK Alaska, CA California, HI Hawaii, OR Oregon, WA Washington`

// usStates returns the divisions with a territory per state, which has the
// units located there.
func usStates() []SampleArea {
	var divisions []SampleArea
	for line := range strings.Lines(usDivisions) {
		name, states, _ := strings.Cut(strings.TrimSpace(line), ": ")
		division := SampleArea{Name: name}
		for state := range strings.SplitSeq(states, ", ") {
			code, name, _ := strings.Cut(state, " ")
			division.Below = append(division.Below, SampleArea{Name: name, Rule: fmt.Sprintf("$state == %q", code)})
		}
		divisions = append(divisions, division)
	}
	return divisions
}
