package median

// BoundKind says what a lower bound is.
type BoundKind string

// The kinds of lower bound.
const (
	// NoBound means that none was computed; Bound is then 0.
	NoBound BoundKind = "none"
	// LagrangianBound relaxes the assignment constraints; it holds for every
	// choice of medians.
	LagrangianBound BoundKind = "lagrangian"
)

// Solution is the best solution a search has found.
type Solution struct {
	// Medians holds the point that serves each cluster; nil for centred
	// clustering.
	Medians []int
	// CentreX and CentreY hold the mean of each group of centred clustering.
	CentreX, CentreY []float64
	// Assignment holds the cluster of each point, an index into Medians or the
	// centres.
	Assignment []int
	// Cost is the sum of distances, recomputed from the problem.
	Cost float64
	// Feasible says that no capacity is exceeded; Overload is the demand beyond
	// capacity otherwise, the least the search could reach.
	Feasible bool
	Overload int64
	// Bound is a value no feasible solution can go below.
	Bound     float64
	BoundKind BoundKind
	// Iterations is the number of rounds completed; Replay repeats them.
	Iterations int
	Replay     *Replay
	// Seconds passed on the caller's clock, 0 without one.
	Seconds float64
}
