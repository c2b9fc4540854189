package alignment

import (
	"fmt"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Sample is a tree that comes with the program, to begin from.
type Sample struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Levels      []string `json:"levels" nullable:"false"`
	// Top are its areas.
	Top []SampleArea `json:"areas" nullable:"false"`
}

// SampleArea is an area of a sample with those below it.
type SampleArea struct {
	Name string `json:"name"`
	// Rule is a condition over columns that every dataset with places has.
	Rule  string       `json:"rule,omitempty"`
	Below []SampleArea `json:"below,omitempty"`
}

// Samples returns the sample models, simplest first.
func Samples() []Sample {
	return []Sample{
		{ID: "ten-territories", Name: "Ten territories", Description: "A flat list of ten territories, for one team.",
			Levels: []string{"Territory"}, Top: numbered("Territory", 10)},
		{ID: "regions", Name: "Regions and districts", Description: "Four regions by the compass with four districts each and three territories in each district.",
			Levels: []string{"Region", "District", "Territory"}, Top: regions()},
		{ID: "segments", Name: "Segments", Description: "Named accounts, enterprise, mid-market and small business, each with its own territories.",
			Levels: []string{"Segment", "Territory"}, Top: segments()},
		{ID: "hunters-farmers", Name: "New and existing business", Description: "One half of the team wins customers, the other keeps them.",
			Levels: []string{"Team", "Territory"}, Top: []SampleArea{
				{Name: "New business", Below: numbered("New business", 6)}, {Name: "Existing customers", Below: numbered("Existing customers", 6)}}},
		{ID: "us-states", Name: "States of the USA", Description: "The nine census divisions with their states; located units go to their state.",
			Levels: []string{"Division", "State"}, Top: usStates()},
	}
}

// FromSample returns the levels and the first change set of an alignment that
// begins as a sample model; nothing is assigned yet.
func FromSample(id string) ([]string, ChangeSet, error) {
	all := Samples()
	i := slices.IndexFunc(all, func(s Sample) bool { return s.ID == id })
	if i < 0 {
		names := ""
		for _, s := range all {
			names += " " + s.ID
		}
		return nil, ChangeSet{}, territory.Errorf(territory.NotFound, "There is no sample model %q; there are:%s.", id, names)
	}
	c := ChangeSet{Kind: KindCreate}.Because(sentence.CreatedFromSample.With(sentence.Params{"name": all[i].Name}))
	colours := make([]int, len(all[i].Levels))
	var add func(areas []SampleArea, parent AreaNumber, level int)
	add = func(areas []SampleArea, parent AreaNumber, level int) {
		for sort, a := range areas {
			number := AreaNumber(len(c.Ops) + 1)
			c.Ops = append(c.Ops, Op{AddArea: &Area{Number: number, Parent: parent, Name: a.Name, Level: level, Colour: colours[level], Sort: sort, Rule: a.Rule}})
			colours[level]++
			add(a.Below, number, level+1)
		}
	}
	add(all[i].Top, Unassigned, 0)
	return all[i].Levels, c, nil
}

func numbered(name string, n int) []SampleArea {
	areas := make([]SampleArea, n)
	for i := range areas {
		areas[i].Name = fmt.Sprint(name, " ", i+1)
	}
	return areas
}

func regions() []SampleArea {
	var areas []SampleArea
	for _, region := range []string{"North", "East", "South", "West"} {
		districts := numbered(region, 4)
		for i := range districts {
			districts[i].Below = numbered(districts[i].Name+" territory", 3)
		}
		areas = append(areas, SampleArea{Name: region, Below: districts})
	}
	return areas
}

func segments() []SampleArea {
	var areas []SampleArea
	for _, s := range []struct {
		name string
		n    int
	}{{"Named accounts", 4}, {"Enterprise", 6}, {"Mid-market", 8}, {"Small business", 4}} {
		areas = append(areas, SampleArea{Name: s.name, Below: numbered(s.name, s.n)})
	}
	return areas
}
