// Package search makes plans whole: it rounds priced assignments to limits by
// cheapest paths in the graph of areas, and improves plans by moves whose
// effect on every term is known exactly before they are made.
package search
