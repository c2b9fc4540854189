package salesforceplan

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Objects of Salesforce Maps.
const (
	FolderObject   = "maps__Folder__c"
	LayerObject    = "maps__ShapeLayer__c"
	GeometryObject = "maps__ShapeLayerGeometry__c"
	// AssignObject and AssignRuleObject assign records by shape layer.
	AssignObject     = "maps__AssignmentPlan__c"
	AssignRuleObject = "maps__AssignmentRule__c"
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

// Stages of shape layers.
const (
	stageFolder   = 10
	stageLayer    = 14
	stageGeometry = 16
	stageAssign   = 18
)

// Shapes plans shape layers of Salesforce Maps: a folder per level, and for
// every area a layer of the boundaries it holds or of its own polygons; and,
// where asked for, an assignment plan that gives records in a territory's layer
// to its owner.
func Shapes(ctx context.Context, in *Input, org *Org) (*Plan, error) {
	o := &in.Request.Shapes
	b := shapeBuilder{in: in, plan: &Plan{Scope: ScopeOf(in), Title: fmt.Sprintf("Publish %s as shape layers", in.title())},
		root: in.Root + "/folder", made: map[alignment.AreaNumber]bool{}}
	b.folders(org)
	var err error
	if o.Custom {
		err = b.polygons(ctx)
	} else {
		err = b.boundaries()
	}
	if err != nil {
		return nil, err
	}
	b.plan.Desired = append(b.plan.Desired, b.geometries...)
	if o.AssignObject != "" {
		b.assignments(org)
	}
	b.plan.byMethod(in, org, TreeOf{Object: FolderObject, Parent: "maps__ParentFolder__c", Parts: map[string]string{LayerObject: "maps__Folder__c"}})
	b.withLayers(org)
	b.narrow(org)
	return b.plan, nil
}

type shapeBuilder struct {
	in         *Input
	plan       *Plan
	root       string // key of the top folder
	geometries []orgplan.Desired
	made       map[alignment.AreaNumber]bool // areas that get a layer
}

// folders wants a folder for the plan and one per published level in it.
func (b *shapeBuilder) folders(org *Org) {
	folder := cmp.Or(b.in.Request.Shapes.Folder, b.in.State.Alignment.Name)
	match := []string{"Name", "maps__ParentFolder__c"}
	b.plan.Desired = append(b.plan.Desired, orgplan.Desired{Object: FolderObject, Key: b.root, Label: folder, Stage: stageFolder, Match: match,
		Fields: map[string]any{"Name": b.in.keptName(org, FolderObject, b.root, clip(folder, 80)), "maps__ParentFolder__c": nil}})
	for level, name := range b.in.State.Alignment.Levels {
		if level < b.in.Request.Level {
			continue
		}
		b.plan.Desired = append(b.plan.Desired, orgplan.Desired{Object: FolderObject, Key: fmt.Sprintf("%s/%d", b.root, level), Label: name, Stage: stageFolder + 2,
			Match: match, Fields: map[string]any{"Name": clip(name, 80)}, Refs: map[string]string{"maps__ParentFolder__c": b.root}})
	}
}

// boundaries wants layers of boundary ids.
func (b *shapeBuilder) boundaries() error {
	s, o := b.in.State, &b.in.Request.Shapes
	if s.Boundaries == nil {
		return refused(sentence.PublishNoBounds.With(nil))
	}
	if o.Country == "" {
		return refused(sentence.PublishCountry.With(nil))
	}
	codes := map[alignment.AreaNumber][]string{}
	for i, number := range s.Boundaries.Assigned {
		holders := append([]alignment.AreaNumber{number}, s.Boundaries.Shared[int32(i)]...)
		for _, h := range holders {
			for a := s.Areas[h]; a != nil && i < len(b.in.Codes); a = s.Areas[a.Parent] {
				codes[a.Number] = append(codes[a.Number], o.Country+"-"+postalLevel+"-"+b.in.Codes[i])
			}
		}
	}
	for _, a := range b.in.Part.areas(s.Ordered()) {
		if len(codes[a.Number]) == 0 {
			continue
		}
		slices.Sort(codes[a.Number])
		text, err := json.Marshal(map[string][]string{postalLevel: slices.Compact(codes[a.Number])})
		if err != nil {
			return err
		}
		if size := len(text); size > geometryPart*len(GeometryFields) {
			b.plan.problem(orgplan.Wrong, a.Name, sentence.PlanLargeShape.With(sentence.Params{"characters": size, "most": geometryPart * len(GeometryFields)}))
			continue
		}
		if err := b.layer(a, false); err != nil {
			return err
		}
		b.geometry(a, 0, string(text))
	}
	return nil
}

// polygons wants layers of the areas' own polygons, one geometry per part.
func (b *shapeBuilder) polygons(ctx context.Context) error {
	for level := b.in.Request.Level; level < len(b.in.State.Alignment.Levels); level++ {
		shapes, err := b.in.outlines(ctx, level)
		if err != nil {
			return err
		}
		const vertex, rest = len(`{"lat":-89.12345,"lng":-179.12345},`), 64
		parts, err := shapes.fitting(func(r geom.Ring) bool { return rest+vertex*len(r) <= geometryPart*len(GeometryFields) })
		if err != nil {
			return err
		}
		for i, a := range shapes.Areas {
			if !b.in.Part.has(a) {
				continue
			}
			if len(parts[i]) == 0 {
				b.plan.problem(orgplan.Warning, a.Name, sentence.PlanNoLayer.With(nil))
				continue
			}
			if err := b.layer(a, true); err != nil {
				return err
			}
			sortParts(parts[i])
			for k, ring := range parts[i] {
				text, err := customGeometry(ring)
				if err != nil {
					return err
				}
				b.geometry(a, k, text)
			}
		}
	}
	return nil
}

func (b *shapeBuilder) layerKey(n alignment.AreaNumber) string {
	return fmt.Sprintf("%s/layer/%d", b.in.Root, n)
}

// layer wants the layer of an area.
func (b *shapeBuilder) layer(a *alignment.Area, custom bool) error {
	settings := map[string]any{"advancedOptions": map[string]any{"calculateTerritoryAggregates": false, "dissolveGeometry": !custom},
		"colorOptions": map[string]any{"fillColor": colourOf(a), "borderColor": "#16325C", "fillOpacity": "0.30", "labelEnabled": true}}
	if !custom {
		settings["country"] = b.in.Request.Shapes.Country
	}
	options, err := json.Marshal(settings)
	if err != nil {
		return err
	}
	b.made[a.Number] = true
	b.plan.Desired = append(b.plan.Desired, orgplan.Desired{Object: LayerObject, Key: b.layerKey(a.Number), Label: a.Name, Stage: stageLayer,
		Match:  []string{"Name", "maps__Folder__c"},
		Fields: map[string]any{"Name": clip(a.Name, 80), "maps__CustomGeometry__c": custom, "maps__Options__c": string(options)},
		Refs:   map[string]string{"maps__Folder__c": fmt.Sprintf("%s/%d", b.root, a.Level)}})
	return nil
}

// geometry wants a part of a layer's geometry; the text is cut over the fields.
func (b *shapeBuilder) geometry(a *alignment.Area, part int, text string) {
	name := partName(a.Name, part)
	w := orgplan.Desired{Object: GeometryObject, Key: fmt.Sprintf("%s/geometry/%d", b.in.Root, a.Number), Label: "Geometry of " + name, Stage: stageGeometry,
		Match: []string{"Name", "maps__ShapeLayer__c"}, Refs: map[string]string{"maps__ShapeLayer__c": b.layerKey(a.Number)},
		Fields: map[string]any{"Name": name, "maps__GeometrySize__c": float64(len(text))}}
	if part > 0 {
		w.Key += fmt.Sprintf("/%d", part)
	}
	for i, f := range GeometryFields {
		from, to := min(len(text), i*geometryPart), min(len(text), (i+1)*geometryPart)
		w.Fields[f] = empty(text[from:to])
	}
	b.geometries = append(b.geometries, w)
}

// assignments wants an assignment plan with a rule per territory that has an
// owner: records in its layer go to that user.
func (b *shapeBuilder) assignments(org *Org) {
	o := &b.in.Request.Shapes
	if !org.Has[AssignObject] || !org.Has[AssignRuleObject] {
		b.plan.problemAt(orgplan.Wrong, sentence.PlaceAssignment.With(nil), sentence.PlanNoAssignment.With(sentence.Params{"object": AssignObject, "other": AssignRuleObject}))
		return
	}
	s, users, key := b.in.State, newDirectory(org.Users), b.in.Root+"/assign"
	name := clip(cmp.Or(o.Folder, s.Alignment.Name), 80)
	b.plan.Desired = append(b.plan.Desired, orgplan.Desired{Object: AssignObject, Key: key, Label: "Assignment plan " + name, Stage: stageFolder, Match: []string{"Name"},
		Fields: map[string]any{"Name": b.in.keptName(org, AssignObject, key, name), "maps__Object__c": o.AssignObject, "maps__Active__c": false}, CreateOnly: []string{"maps__Active__c"}})
	for i, a := range s.Territories() {
		if a.Owner == "" || !b.made[a.Number] {
			continue
		}
		id, problem := users.find(a.Owner)
		if problem != nil {
			b.plan.problem(orgplan.Warning, a.Owner, sentence.NobodyAssignment.With(sentence.Params{"problem": *problem}))
			continue
		}
		b.plan.Desired = append(b.plan.Desired, orgplan.Desired{Object: AssignRuleObject, Key: fmt.Sprintf("%s/%d", key, a.Number), Label: "Records in " + a.Name + " to " + a.Owner,
			Stage: stageAssign, Match: []string{"Name", "maps__AssignmentPlan__c"}, Fields: map[string]any{"Name": clip(a.Name, 80), "maps__User__c": id, "maps__Order__c": float64(i + 1)},
			Refs: map[string]string{"maps__AssignmentPlan__c": key, "maps__ShapeLayer__c": b.layerKey(a.Number)}})
	}
	b.plan.Steps = append(b.plan.Steps, "In Salesforce Maps, look at the assignment plan "+name+", and activate and run it: that is left to a person.")
}

// withLayers also lets the geometries of deleted layers go, which the org
// deletes with them, and keeps assignments that were not asked for.
func (b *shapeBuilder) withLayers(org *Org) {
	ours := b.plan.Ours
	plans, layers := map[string]bool{}, map[string]bool{}
	for _, r := range org.of(LayerObject) {
		layers[r.ID] = ours(r)
	}
	for _, m := range b.in.Published {
		plans[m.RecordID] = m.Object == AssignObject
	}
	all := b.in.Request.Method == Overwrite
	b.plan.Ours = func(r *orgplan.Record) bool {
		switch r.Object {
		case AssignObject, AssignRuleObject:
			return b.in.Request.Shapes.AssignObject != "" && (ours(r) || all && plans[fieldText(r, "maps__AssignmentPlan__c")])
		case GeometryObject:
			return ours(r) || all && layers[fieldText(r, "maps__ShapeLayer__c")]
		}
		return ours(r)
	}
}
