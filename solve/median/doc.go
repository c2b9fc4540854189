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
// temperature falls. Large problems are cut anew in every round into compact
// regions that anneal at the same time and cannot touch one another, so the
// result does not depend on the number of workers. The bound is the Lagrangian
// relaxation of the assignment constraints (Ceselli and Righini, 2005, give the
// formulation), with each knapsack relaxed to its linear form.
//
// The package does no I/O and reads no clock, starts no goroutine and draws no
// randomness beyond what [Params] asks for. The independent checker is
// [github.com/bailiwick-planning/bailiwick/solve/median/mediancheck].
package median
