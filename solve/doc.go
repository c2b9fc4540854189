// Package solve is the optimisation engine of Bailiwick: it divides units
// among areas so that the measures of every area stay within its limits and
// travel and disruption are small, and proves how good the plan is.
//
// It may be imported alone. It knows nothing of data sets, names or maps:
// arrays go in (package instance), an assignment and a certificate come out.
// It reads no file, clock or global randomness, and starts goroutines only
// when Params.Workers asks for more than one; all of them end before a
// function returns.
//
// The main entry is Solve. A Result always passed package check, which
// recomputes it from the instance without using any code of the search.
package solve
