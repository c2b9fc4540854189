// Package builtin holds the boundary sets that come with the program: the
// countries of the world, and the states and counties of the United States.
//
// The data are the npm packages world-atlas 2.0.2 (made from Natural Earth) and
// us-atlas 3.0.1 (made from the cartographic boundary files of the US Census
// Bureau); the packages are under the ISC licence, the data in the public
// domain. generate.sh makes the embedded files.
package builtin

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// The ids of the built-in sets.
const (
	WorldCountries = "world-countries"
	USStates       = "us-states"
	USCounties     = "us-counties"
)

//go:embed world.topojson.gz
var worldFile []byte

//go:embed us.topojson.gz
var usFile []byte

// Info describes a built-in set without reading it.
type Info struct {
	ID      string
	Name    string
	Type    string // of one boundary
	Country string // ISO 3166 alpha-2, empty for the world
	Edition string
	Licence string
	Object  string // name of the object in its topology
	Count   int    // boundaries
}

// entry is a set with its file and the function that finishes it.
type entry struct {
	Info
	file   []byte
	finish func(*boundary.Set)
	open   func() (*boundary.Set, error)
}

const licence = "public domain; packaged under ISC"

var entries = []*entry{
	{Info: Info{ID: WorldCountries, Name: "Countries of the world", Type: "country",
		Edition: "Natural Earth 4.1, 1:50m", Licence: licence, Object: "countries", Count: 240},
		file: worldFile, finish: finishCountries},
	{Info: Info{ID: USStates, Name: "US states and territories", Type: "state", Country: "US",
		Edition: "Census 2017, 1:10m", Licence: licence, Object: "states", Count: 56},
		file: usFile, finish: finishStates},
	{Info: Info{ID: USCounties, Name: "US counties", Type: "county", Country: "US",
		Edition: "Census 2017, 1:10m", Licence: licence, Object: "counties", Count: 3231},
		file: usFile, finish: finishCounties},
}

func init() {
	for _, e := range entries {
		e.open = sync.OnceValues(e.read)
	}
}

// Sets lists the built-in sets.
func Sets() []Info {
	out := make([]Info, len(entries))
	for i, e := range entries {
		out[i] = e.Info
	}
	return out
}

// Open returns a built-in set. It is read on first use and then shared; it must
// not be changed.
func Open(id string) (*boundary.Set, error) {
	e, err := find(id)
	if err != nil {
		return nil, err
	}
	return e.open()
}

// Topology returns the gzipped TopoJSON file a set is in; Info.Object names the
// object. The bytes are shared and must not be changed.
func Topology(id string) ([]byte, error) {
	e, err := find(id)
	if err != nil {
		return nil, err
	}
	return e.file, nil
}

// UnknownSetError says that there is no built-in set of that id.
type UnknownSetError struct{ ID string }

// Error names the sets there are.
func (e *UnknownSetError) Error() string {
	return fmt.Sprintf("no built-in boundary set %q; there are %s, %s and %s", e.ID, WorldCountries, USStates, USCounties)
}

func find(id string) (*entry, error) {
	for _, e := range entries {
		if e.ID == id {
			return e, nil
		}
	}
	return nil, &UnknownSetError{id}
}

func (e *entry) read() (*boundary.Set, error) {
	unzip, err := gzip.NewReader(bytes.NewReader(e.file))
	if err != nil {
		return nil, fmt.Errorf("open built-in set %s: %w", e.ID, err)
	}
	options := boundary.ReadOptions{Layer: e.Object, CodeField: "id", NameField: "name"}
	if e.ID == WorldCountries {
		options.CodeField = "name" // some have no id
	}
	set, _, err := boundary.ReadTopoJSON(unzip, options)
	if err != nil {
		return nil, fmt.Errorf("read built-in set %s: %w", e.ID, err)
	}
	set.ID, set.Name, set.Type, set.Country = e.ID, e.Name, e.Type, e.Country
	set.Edition, set.Licence = e.Edition, e.Licence
	e.finish(set)
	return set, nil
}

// Land returns the land area to clip territory outlines to, as the boundaries
// of the set: states for the United States, else countries.
func Land(id string) (*boundary.Set, error) {
	if id == USCounties {
		id = USStates
	}
	return Open(id)
}

// finishStates turns FIPS codes into postal codes and keeps them as attribute.
func finishStates(s *boundary.Set) {
	fips := boundary.Attribute{Name: "fips", Values: make([]string, len(s.Boundaries))}
	for i := range s.Boundaries {
		b := &s.Boundaries[i]
		fips.Values[i] = b.Code
		b.Code, b.Parent, b.Country = stateCodes()[b.Code], "US", "US"
	}
	s.Attributes = append(s.Attributes, fips)
}

// finishCounties names the state of each county.
func finishCounties(s *boundary.Set) {
	state := boundary.Attribute{Name: "state", Values: make([]string, len(s.Boundaries))}
	for i := range s.Boundaries {
		b := &s.Boundaries[i]
		b.Parent, b.Country = stateCodes()[b.Code[:2]], "US"
		state.Values[i] = b.Parent
	}
	s.Attributes = append(s.Attributes, state)
}

// finishCountries turns numeric codes into ISO 3166 alpha-2. Ashmore and
// Cartier Islands, which the file lists with Australia's number, join it.
func finishCountries(s *boundary.Set) {
	byNumber := map[string]Country{}
	for _, c := range Countries() {
		byNumber[c.Numeric] = c
	}
	numeric := s.Attribute("id")
	iso3 := make([]string, 0, len(s.Boundaries))
	var kept []boundary.Boundary
	var islands geom.MultiPolygon
	for i, b := range s.Boundaries {
		c, ok := byNumber[numeric[i]]
		switch {
		case b.Name == "Ashmore and Cartier Is.":
			islands = b.Shape
			continue
		case ok:
			b.Code, b.Name = c.Alpha2, c.Name
		default:
			b.Code = withoutISO[b.Name]
		}
		b.Country = b.Code
		kept = append(kept, b)
		iso3 = append(iso3, c.Alpha3)
	}
	for i := range kept {
		if kept[i].Code == "AU" {
			kept[i].Shape = append(kept[i].Shape, islands...)
		}
	}
	s.Boundaries = kept
	s.Attributes = []boundary.Attribute{{Name: "iso3", Values: iso3}}
}
