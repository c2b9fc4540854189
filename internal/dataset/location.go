package dataset

// Names of the columns that location makes.
const (
	// BoundaryColumn holds the code of a unit's boundary, with several sets as
	// COUNTRY_CODE; BoundarySetColumn the name of its set, where there are several.
	BoundaryColumn    = "$boundary"
	BoundarySetColumn = "$boundary_set"
	// LocatedColumn says how the boundary was found: a Located word.
	LocatedColumn = "$located"
	// AccuracyColumn says where a unit's position comes from: an Accuracy word,
	// missing where the unit has none.
	AccuracyColumn = "$accuracy"
	// FromCodeColumn is how far, in km, a given position lies outside the boundary
	// of the unit's own code; missing where one of them is not there.
	FromCodeColumn = "$from_code_km"
	// LatitudeColumn and LongitudeColumn hold positions found for units of a
	// source without such columns.
	LatitudeColumn  = "$latitude"
	LongitudeColumn = "$longitude"
)

// Accuracy says where a position comes from.
type Accuracy string

// The accuracies, from the best to the coarsest. Given is a position of the
// source; the next ones come from a geocoder; Boundary is the middle of the
// boundary of the unit's code, PointCode the place of a point code.
const (
	Given      Accuracy = "given"
	AtAddress  Accuracy = "address"
	AtStreet   Accuracy = "street"
	AtPostal   Accuracy = "postal code"
	AtPlace    Accuracy = "place"
	AtRegion   Accuracy = "region"
	AtBoundary Accuracy = "boundary"
	AtPoint    Accuracy = "point code"
)

// Geocoded says that a position was found by its address.
func (a Accuracy) Geocoded() bool {
	switch a {
	case AtAddress, AtStreet, AtPostal, AtPlace, AtRegion:
		return true
	}
	return false
}

// Located says how a unit's boundary was found, or why not.
type Located string

// The ways. A code that several boundaries have is never guessed: such units
// are located by their position, if they have one, and count as ambiguous.
const (
	ByCode        Located = "code"
	ByPosition    Located = "position"
	AmbiguousCode Located = "ambiguous code"
	UnknownCode   Located = "unknown code"
	NoBoundary    Located = "nowhere"
)

// Location says how units get a boundary and, where they have none, a position.
// Rows without coordinates are then imported, not rejected.
type Location struct {
	Sets    []string `json:"sets,omitempty" nullable:"false" maxItems:"50" doc:"Boundary sets to locate in, by id: one for each country, for instance."`
	Code    string   `json:"code,omitempty" doc:"Text column with the code; the postal code by default. Without one, units are located by position alone."`
	Country string   `json:"country,omitempty" doc:"Text column with the country; the one with that role by default."`
	// Geocode asks the server's geocoder for units without a position.
	Geocode bool     `json:"geocode,omitempty" doc:"Ask the geocoder set on the server for the addresses of units without a position."`
	Address []string `json:"address,omitempty" nullable:"false" maxItems:"10" doc:"Text columns that make up the address, in order; by default those with the roles street, city, state, postal code and country."`
	Refine  bool     `json:"refine,omitempty" doc:"With geocode: ask also for units at the middle of their boundary."`
}

// LocationReport counts how the units of a snapshot were located.
type LocationReport struct {
	Location Location `json:"location" doc:"What was asked for; further rows of the dataset are located alike."`
	// The first counts are about boundaries, the following about positions.
	Units      int `json:"units"`
	ByCode     int `json:"byCode"`
	ByPosition int `json:"byPosition"`
	Ambiguous  int `json:"ambiguous" doc:"Units whose code several boundaries have; none is guessed."`
	Unknown    int `json:"unknown" doc:"Units whose code no boundary has."`
	Nowhere    int `json:"nowhere" doc:"Units in no boundary."`
	// Accuracy counts units by where their position comes from, "" for none.
	Accuracy    map[Accuracy]int `json:"accuracy" doc:"Units by where their position comes from; the empty word counts those without one."`
	Asked       int              `json:"asked" doc:"Different addresses the geocoder was asked for, its cache included."`
	Answered    int              `json:"answered" doc:"Those it found."`
	FromCache   int              `json:"fromCache" doc:"Answers that came from the cache."`
	Attribution string           `json:"attribution,omitempty" doc:"Whom to name for positions that were geocoded."`
	// Codes lists the codes that could not be used, most frequent first.
	Codes []CodeProblem `json:"codes" nullable:"false"`
}

// CodeProblem is a code that no boundary has, or several.
type CodeProblem struct {
	Code    string  `json:"code"`
	Country string  `json:"country,omitempty"`
	Why     Located `json:"why" doc:"ambiguous code or unknown code."`
	Units   int     `json:"units"`
}
