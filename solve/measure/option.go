package measure

// Option is an area a unit could go to, Extra costlier (at some prices) than
// the best area for that unit.
type Option struct {
	Unit, Area int32
	Extra      float64
}
