package sentence

// Word is a word of a closed list within another sentence, such as a state; one
// that is not listed is said as it came.
func Word(list map[string]Template, word string) any {
	t, known := list[word]
	if !known {
		return word
	}
	return t.With(nil)
}

// What attributes are of.
var attributesOf = map[string]Template{
	"units":      template("of_units", "units"),
	"boundaries": template("of_boundaries", "boundaries"),
	"areas":      template("of_areas", "areas"),
}

// AttributesOf is what attributes are of, as a word.
func AttributesOf(on string) any { return Word(attributesOf, on) }
