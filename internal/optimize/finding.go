package optimize

import (
	"encoding/json"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/check"
)

// Finding is a limit the plan does not keep, or limits that cannot hold
// together.
type Finding struct {
	Text  string                 `json:"text"`
	Said  *sentence.Sentence     `json:"said,omitempty" doc:"The text with its code; drafts of older versions lack it."`
	Areas []alignment.AreaNumber `json:"areas" nullable:"false" doc:"The areas it speaks of."`
}

// UnmarshalJSON also reads the conflicts of older versions, which were texts.
func (f *Finding) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*f = Finding{Areas: []alignment.AreaNumber{}}
		return json.Unmarshal(data, &f.Text)
	}
	type plain Finding
	return json.Unmarshal(data, (*plain)(f))
}

// broken and contradicted are the sentences of the kinds of the engine.
var (
	broken = map[check.Kind]sentence.Template{
		check.Unassigned: sentence.BrokenUnassigned, check.LockBroken: sentence.BrokenLock, check.NotEligible: sentence.BrokenEligible,
		check.TooFar: sentence.BrokenDistance, check.BelowMin: sentence.BrokenMin, check.AboveMax: sentence.BrokenMax,
		check.Fragmented: sentence.BrokenContiguity, check.OverCap: sentence.BrokenCap,
	}
	contradicted = map[solve.ConflictKind]sentence.Template{
		solve.MaximaTooLow: sentence.ConflictMaxima, solve.MinimaTooHigh: sentence.ConflictMinima, solve.LockedTooMuch: sentence.ConflictLocked,
		solve.BoundTooMuch: sentence.ConflictBound, solve.Starved: sentence.ConflictStarved, solve.TooLarge: sentence.ConflictLarge,
		solve.AlsoTooLarge: sentence.ConflictLarger, solve.OutOfReach: sentence.ConflictReach, solve.TooManyPieces: sentence.ConflictIslands,
		solve.ForcedMoves: sentence.ConflictCap, solve.NoneFound: sentence.ConflictUnknown,
	}
)

// violation words a limit that does not hold.
func (p *problem) violation(v check.Violation, result *solve.Result, territories []*alignment.Area) Finding {
	params := sentence.Params{}
	var areas []int32
	if v.Area >= 0 {
		areas = []int32{v.Area}
		params["area"] = p.instance.Areas[v.Area].Name
	}
	switch v.Kind {
	case check.BelowMin, check.AboveMax:
		limit := p.instance.Areas[v.Area].Limits[v.Measure]
		params["amount"], params["measure"] = result.Sums[v.Measure][v.Area], p.measureName(v.Measure)
		if params["limit"] = limit.Max; v.Kind == check.BelowMin {
			params["limit"] = limit.Min
		}
	case check.Fragmented:
		params["pieces"] = int(v.Amount) + 1
	case check.OverCap:
		most := p.instance.Disruption.Cap.Most
		params["amount"], params["limit"] = most+v.Amount, most
	default:
		params["units"], params["unit"] = int(v.Amount), p.instance.Unit(int(v.Unit))
	}
	return p.finding(broken[v.Kind], v.Message, params, areas, territories)
}

// conflict words limits that cannot hold together.
func (p *problem) conflict(c solve.Conflict, territories []*alignment.Area) Finding {
	params := sentence.Params{"units": c.Units, "amount": c.Amount, "limit": c.Limit}
	if c.Measure >= 0 {
		params["measure"] = p.measureName(c.Measure)
	}
	if c.Unit >= 0 {
		params["unit"] = p.instance.Unit(int(c.Unit))
	}
	if len(c.Areas) > 0 {
		names := make([]string, min(len(c.Areas), namedAreas))
		for i := range names {
			names[i] = p.instance.Areas[c.Areas[i]].Name
		}
		params["areas"], params["more"], params["count"] = names, len(c.Areas)-len(names), len(c.Areas)
	}
	return p.finding(contradicted[c.Kind], c.Message, params, c.Areas, territories)
}

// namedAreas is how many areas a sentence names; the others are counted.
const namedAreas = 5

// measureName is how a measure is called within a sentence.
func (p *problem) measureName(m int32) any {
	return p.request.Measures[m].said()
}

func (p *problem) finding(kind sentence.Template, text string, params sentence.Params, areas []int32, territories []*alignment.Area) Finding {
	said := kind.Worded(text, params)
	f := Finding{Text: text, Said: &said, Areas: make([]alignment.AreaNumber, 0, len(areas))}
	for _, area := range areas {
		f.Areas = append(f.Areas, p.areaNumber(int(area), territories))
	}
	return f
}

// areaNumber is the number that an area of the engine has in the draft.
func (p *problem) areaNumber(area int, territories []*alignment.Area) alignment.AreaNumber {
	if area < len(p.kept) {
		return p.kept[area].Number
	}
	return territories[len(territories)-(p.areas-area)].Number
}
