package orgplan

// Invert returns the operations that take back the ones that were done: what
// was made is deleted, what was changed gets its old values, what was deleted
// is made again (with a new id; records that pointed at it point at the new
// one). match tells which fields identify a record of an object.
func Invert(entries []Entry, match func(object string) []string) []Operation {
	again := map[string]string{} // id of a deleted record → its key
	for i := range entries {
		if e := &entries[i]; e.Action == Delete && e.Result.State == Done {
			again[e.RecordID] = e.Key
		}
	}
	var ops []Operation
	for i := len(entries) - 1; i >= 0; i-- {
		e := &entries[i]
		if e.Result.State != Done {
			continue
		}
		o := Operation{Object: e.Object, Key: e.Key, Label: e.Label, MatchedBy: "id"}
		switch e.Action {
		case Create:
			o.Action, o.RecordID, o.Stage = Delete, e.Result.RecordID, deleteStage-e.Stage
			for _, f := range e.Fields {
				if f.Ref == "" {
					o.Fields = append(o.Fields, Field{Name: f.Name, Old: f.New})
				}
			}
		case Update:
			o.Action, o.RecordID, o.Stage = Update, e.RecordID, e.Stage
			for _, f := range e.Fields {
				o.Fields = append(o.Fields, backTo(f, again))
			}
		case Delete:
			o.Action, o.Stage, o.MatchedBy, o.Match = Create, deleteStage-e.Stage, "", match(e.Object)
			for _, f := range e.Fields {
				o.Fields = append(o.Fields, backTo(Field{Name: f.Name, Old: f.Old}, again))
			}
		}
		ops = append(ops, o)
	}
	return ops
}

// backTo swaps old and new; the id of a deleted record becomes a reference.
func backTo(f Field, again map[string]string) Field {
	back := Field{Name: f.Name, Old: f.New, New: f.Old}
	if id, isText := f.Old.(string); isText && again[id] != "" {
		back.New, back.Ref = nil, again[id]
	}
	return back
}
