// Package median solves two clustering problems with capacities, from arrays in
// to a checked solution and a lower bound out:
//
//   - capacitated p-median ([SolveMedian]): choose P points as medians and give
//     every point, whole, to one median, so that the demand at a median stays
//     within its capacity and the sum of distances is least;
//   - capacitated centred clustering ([SolveCentred]): the same with P groups,
//     each measured from the plain mean of its points.
//
// Demand does not weight the distance. A median is given to itself.
//
// The method is simulated annealing with exact changes of cost over shifts,
// swaps, new medians and splits, where overload has a price that rises as the
// search settles. Large problems are cut anew in every round into compact
// regions that anneal at the same time and cannot touch one another, so the
// result does not depend on the number of workers. Between two coolings, markets
// move medians across the map: small windows are solved with one cluster less and
// one more, and the best offers are paired. Three engines share this frame:
// exact costs for small clusters, fixed medians for large ones, means for centred
// clustering.
//
// The bound is the Lagrangian relaxation of the assignment constraints with each
// knapsack relaxed to its linear form, raised by the subgradient method of Held,
// Wolfe and Crowder (1974).
//
// The package does no I/O and reads no clock, starts no goroutine and draws no
// randomness beyond what [Params] asks for. The independent checker is
// [github.com/bailiwick-planning/bailiwick/solve/median/mediancheck].
package median
