package benchsuite

// reasons says, by case, why a target is missed, as found by looking. It is
// printed only where the target is missed in the run at hand.
var reasons = map[string]string{}
