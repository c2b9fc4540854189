// Package check recomputes a plan from the instance alone: every sum, limit,
// component and part of the objective, and the lower bound that its prices
// claim. It shares no code with the search, so a mistake there cannot hide
// itself, and it works on anybody's plan.
//
// Everything is brute force on purpose: plain loops over all units and, for
// the bound, over all pairs of unit and area.
package check
