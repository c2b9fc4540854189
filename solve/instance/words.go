package instance

import (
	"fmt"
	"math"
	"strconv"
)

// Unit is how a unit is called in messages.
func (in *Instance) Unit(i int) string {
	if in.UnitName != nil {
		if name := in.UnitName(i); name != "" {
			return name
		}
	}
	return fmt.Sprintf("unit %d", i)
}

// Amount writes an amount for people: large ones in whole numbers with commas,
// others with six digits.
func Amount(x float64) string {
	if math.Abs(x) < 1000 || math.Abs(x) >= 1e15 {
		return fmt.Sprintf("%.6g", x)
	}
	whole := strconv.FormatFloat(math.Abs(math.Round(x)), 'f', 0, 64)
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if x < 0 {
		return "-" + whole
	}
	return whole
}
