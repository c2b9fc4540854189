package salesforceplan

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// PolygonObject holds the polygons of service territories; it comes with the
// managed package of Field Service.
const PolygonObject = "FSL__Polygon__c"

// kmlCharacters is how much KML a record takes.
const kmlCharacters = 131_072

// KML is the document of one ring as Field Service reads it: longitude first, a
// vertex per line, the first repeated at the end. colour is #RRGGBB.
func KML(name, colour string, ring geom.Ring) string {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Style id="myPolygonStyle"><LineStyle><width>1</width></LineStyle><PolyStyle><color>`)
	b.WriteString("80" + colour[5:7] + colour[3:5] + colour[1:3])
	b.WriteString(`</color></PolyStyle></Style><Placemark><name>`)
	xml.EscapeText(&b, []byte(name)) //nolint:errcheck // a buffer takes everything
	b.WriteString(`</name><styleUrl>#myPolygonStyle</styleUrl><Polygon><outerBoundaryIs><LinearRing><coordinates>`)
	for i := range len(ring) + 1 {
		p := ring[i%len(ring)]
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(degrees(p.X) + "," + degrees(p.Y) + ",0")
	}
	b.WriteString(`</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>`)
	return b.String()
}

func degrees(v float64) string { return strconv.FormatFloat(v+0, 'f', 5, 64) }

// servicePolygons wants a polygon of every part of every territory.
func servicePolygons(ctx context.Context, in *Input, plan *Plan, key func(alignment.AreaNumber) string) error {
	shapes, err := in.outlines(ctx, len(in.State.Alignment.Levels)-1)
	if err != nil {
		return err
	}
	longest := 0
	for _, a := range shapes.Areas {
		longest = max(longest, len(KML(partName(a.Name, 9999), "#000000", geom.Ring{{}}))+4*len(a.Name))
	}
	parts, err := shapes.fitting(func(r geom.Ring) bool { return longest+len(r)*len("-179.12345,-89.12345,0\n") <= kmlCharacters })
	if err != nil {
		return err
	}
	for i, a := range shapes.Areas {
		if !in.Part.has(a) {
			continue
		}
		if len(parts[i]) == 0 {
			plan.problem(orgplan.Warning, a.Name, sentence.PlanNoPolygon.With(nil))
		}
		sortParts(parts[i])
		for k, ring := range parts[i] {
			plan.Desired = append(plan.Desired, servicePolygon(in, a, k, ring, key(a.Number)))
		}
	}
	return nil
}

// sortParts puts the largest part first, so that it keeps its name.
func sortParts(parts []geom.Ring) {
	slices.SortStableFunc(parts, func(a, b geom.Ring) int { return cmp.Compare(b.SignedArea(), a.SignedArea()) })
}

func partName(name string, part int) string {
	if part == 0 {
		return clip(name, 80)
	}
	return clip(name, 74) + " " + strconv.Itoa(part+1)
}

func servicePolygon(in *Input, a *alignment.Area, part int, ring geom.Ring, territory string) orgplan.Desired {
	low, high := ring[0], ring[0]
	for _, p := range ring {
		low, high = geom.Point{X: math.Min(low.X, p.X), Y: math.Min(low.Y, p.Y)}, geom.Point{X: math.Max(high.X, p.X), Y: math.Max(high.Y, p.Y)}
	}
	name, colour := partName(a.Name, part), colourOf(a)
	return orgplan.Desired{
		Object: PolygonObject, Key: fmt.Sprintf("%s/polygon/%d/%d", in.Root, a.Number, part), Label: "Polygon " + name, Stage: stageUsers,
		Match: []string{"Name", "FSL__Service_Territory__c"}, Refs: map[string]string{"FSL__Service_Territory__c": territory},
		Fields: map[string]any{"Name": name, "FSL__KML__c": KML(name, colour, ring), "FSL__Color__c": colour,
			"FSL__Mi_La__c": low.Y, "FSL__Ma_La__c": high.Y, "FSL__Mi_Lo__c": low.X, "FSL__Ma_Lo__c": high.X},
	}
}

func colourOf(a *alignment.Area) string {
	n := len(layerColours)
	return layerColours[(a.Colour%n+n)%n]
}

// customGeometry is a ring as Salesforce Maps keeps a shape drawn by hand.
func customGeometry(ring geom.Ring) (string, error) {
	type point struct {
		Lat json.Number `json:"lat"`
		Lng json.Number `json:"lng"`
	}
	points := make([]point, len(ring))
	for i, p := range ring {
		points[i] = point{json.Number(trimmed(p.Y)), json.Number(trimmed(p.X))}
	}
	text, err := json.Marshal(struct {
		Type   string  `json:"proximityType"`
		Custom bool    `json:"isCustom"`
		Points []point `json:"points"`
	}{"Polygon", true, points})
	return string(text), err
}

func trimmed(v float64) string {
	text := strings.TrimRight(strings.TrimRight(degrees(v), "0"), ".")
	if text == "-0" {
		return "0"
	}
	return text
}
