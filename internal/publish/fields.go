package publish

import (
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// CheckFields returns an error with code invalid or not_found for columns that a
// file of rows cannot have: those of units are id, the levels, area_number,
// owner, longitude, latitude and any column of the dataset, those of areas are
// the ones of AreasFile with the given measures.
func CheckFields(format Format, names []string, s *alignment.State, r *dataset.Reader, measures []string) error {
	if len(names) == 0 {
		return territory.Errorf(territory.Invalid, "No column of %s is chosen; choose one, or leave the file out.", format)
	}
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			return territory.Errorf(territory.Invalid, "The column %q of %s is chosen twice.", name, format)
		}
		seen[name] = true
	}
	switch format {
	case UnitsCSV, UnitsParquet:
		own := append([]string{"id", "area_number", "owner", "longitude", "latitude"}, s.Alignment.Levels...)
		for _, name := range names {
			if slices.Contains(own, name) {
				continue
			}
			if _, err := r.Column(name); err != nil {
				return err
			}
		}
		return nil
	case AreasCSV:
		_, err := chosenPlaces(areaFields(measures), names)
		return err
	}
	return territory.Errorf(territory.Invalid, "The columns of %s cannot be chosen, only those of %s, %s and %s.", format, UnitsCSV, UnitsParquet, AreasCSV)
}

// chosenPlaces returns where the chosen columns stand in a header; all of them
// when none is chosen.
func chosenPlaces(header, chosen []string) ([]int, error) {
	var places []int
	if chosen == nil {
		for i := range header {
			places = append(places, i)
		}
		return places, nil
	}
	for _, name := range chosen {
		at := slices.Index(header, name)
		if at < 0 {
			return nil, territory.Errorf(territory.Invalid, "The file of areas has no column %q; it has %s.", name, strings.Join(header, ", "))
		}
		places = append(places, at)
	}
	return places, nil
}

func picked(record []string, places []int) []string {
	out := make([]string, len(places))
	for i, at := range places {
		out[i] = record[at]
	}
	return out
}
