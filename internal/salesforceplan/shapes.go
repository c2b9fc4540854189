package salesforceplan

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
)

// Objects of Salesforce Maps.
const (
	FolderObject   = "maps__Folder__c"
	LayerObject    = "maps__ShapeLayer__c"
	GeometryObject = "maps__ShapeLayerGeometry__c"
)

// GeometryFields hold the parts of a layer's geometry, in order.
var GeometryFields = []string{"maps__Geometry__c", "maps__Geometry2__c", "maps__Geometry3__c", "maps__Geometry4__c", "maps__Geometry5__c",
	"maps__Geometry6__c", "maps__Geometry7__c", "maps__Geometry8__c", "maps__Geometry9__c", "maps__Geometry10__c"}

// geometryPart is how many characters one of them takes, postalLevel the level
// of postal codes in the geometry of boundary layers.
const (
	geometryPart = 131_072
	postalLevel  = "4"
)

var layerColours = []string{"#3083D3", "#D35430", "#30A46C", "#8E4EC6", "#C2A000", "#0E7C86", "#C03A6B", "#5C7A29"}

// Shapes plans shape layers of Salesforce Maps: a folder per level, and for
// every area a layer of the boundaries it holds.
func Shapes(in *Input) (*Plan, error) {
	o := &in.Request.Shapes
	s := in.State
	plan := &Plan{Scope: ScopeOf(in), Title: fmt.Sprintf("Publish %q as shape layers", s.Alignment.Name)}
	if s.Boundaries == nil {
		return nil, errorf("The alignment assigns no boundaries, of which shape layers are made.")
	}
	if o.Country == "" {
		return nil, errorf("Say with country in which country the boundaries are, such as USA.")
	}
	codes := map[alignment.AreaNumber][]string{}
	for i, number := range s.Boundaries.Assigned {
		holders := append([]alignment.AreaNumber{number}, s.Boundaries.Shared[int32(i)]...)
		for _, h := range holders {
			for a := s.Areas[h]; a != nil && i < len(in.Codes); a = s.Areas[a.Parent] {
				codes[a.Number] = append(codes[a.Number], o.Country+"-"+postalLevel+"-"+in.Codes[i])
			}
		}
	}
	folder := cmp.Or(o.Folder, s.Alignment.Name)
	rootKey := in.Root + "/folder"
	plan.Desired = append(plan.Desired, orgplan.Desired{Object: FolderObject, Key: rootKey, Label: folder, Stage: 10, Match: []string{"Name", "maps__ParentFolder__c"},
		Fields: map[string]any{"Name": clip(folder, 80), "maps__ParentFolder__c": nil}})
	for level, name := range s.Alignment.Levels {
		plan.Desired = append(plan.Desired, orgplan.Desired{Object: FolderObject, Key: fmt.Sprintf("%s/%d", rootKey, level), Label: name, Stage: 12,
			Match: []string{"Name", "maps__ParentFolder__c"}, Fields: map[string]any{"Name": clip(name, 80)}, Refs: map[string]string{"maps__ParentFolder__c": rootKey}})
	}
	var geometries []orgplan.Desired
	for _, a := range s.Ordered() {
		if len(codes[a.Number]) == 0 {
			continue
		}
		layer, geometry, err := shapeLayer(in, a, codes[a.Number], fmt.Sprintf("%s/%d", rootKey, a.Level))
		if err != nil {
			plan.problem(orgplan.Warning, a.Name, err.Error())
			continue
		}
		plan.Desired = append(plan.Desired, layer)
		geometries = append(geometries, geometry)
	}
	plan.Desired = append(plan.Desired, geometries...)
	made := map[string]bool{}
	for _, p := range in.Published {
		made[p.RecordID] = true
	}
	plan.Ours = func(r *orgplan.Record) bool { return made[r.ID] }
	return plan, nil
}

// shapeLayer is the layer of an area and its geometry.
func shapeLayer(in *Input, a *alignment.Area, codes []string, folder string) (layer, geometry orgplan.Desired, err error) {
	slices.Sort(codes)
	text, err := json.Marshal(map[string][]string{postalLevel: slices.Compact(codes)})
	if err != nil {
		return layer, geometry, err
	}
	if size := utf8.RuneCount(text); size > geometryPart*len(GeometryFields) {
		return layer, geometry, fmt.Errorf("its geometry has %d characters; a layer takes %d", size, geometryPart*len(GeometryFields))
	}
	colour := layerColours[a.Colour%len(layerColours)]
	options, err := json.Marshal(map[string]any{"country": in.Request.Shapes.Country,
		"advancedOptions": map[string]any{"calculateTerritoryAggregates": false, "dissolveGeometry": true},
		"colorOptions":    map[string]any{"fillColor": colour, "borderColor": "#16325C", "fillOpacity": "0.30", "labelEnabled": true}})
	if err != nil {
		return layer, geometry, err
	}
	key := fmt.Sprintf("%s/layer/%d", in.Root, a.Number)
	layer = orgplan.Desired{Object: LayerObject, Key: key, Label: a.Name, Stage: 14, Match: []string{"Name", "maps__Folder__c"},
		Fields: map[string]any{"Name": clip(a.Name, 80), "maps__CustomGeometry__c": false, "maps__Options__c": string(options)},
		Refs:   map[string]string{"maps__Folder__c": folder}}
	geometry = orgplan.Desired{Object: GeometryObject, Key: fmt.Sprintf("%s/geometry/%d", in.Root, a.Number), Label: "Geometry of " + a.Name, Stage: 16,
		Match: []string{"Name", "maps__ShapeLayer__c"}, Refs: map[string]string{"maps__ShapeLayer__c": key},
		Fields: map[string]any{"Name": clip(a.Name, 80), "maps__GeometrySize__c": float64(len(text))}}
	for i, f := range GeometryFields {
		from, to := min(len(text), i*geometryPart), min(len(text), (i+1)*geometryPart)
		geometry.Fields[f] = empty(string(text[from:to]))
	}
	return layer, geometry, nil
}
