// Package instance describes one territory problem as flat arrays: units with
// positions and measures, areas with limits and centres, and the optional
// graph that says which units touch.
//
// An Instance is plain data. Build it, call Validate, and do not change it
// while a solver reads it; every function of the engine treats it as immutable,
// so one Instance may be used by several goroutines at once. Units and areas
// are known by index only; names and ids are the caller's business.
//
// The package computes nothing beyond simple totals: costs, prices and plans
// live in the packages above it.
package instance
