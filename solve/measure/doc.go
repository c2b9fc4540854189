// Package measure turns an instance into the form the search works on: a Model
// with positions as vectors, weights, effective limits and classes of
// eligibility, in an order that keeps near units together; and a Ledger that
// keeps the sums and the objective of one plan up to date, move by move.
//
// It decides nothing: prices are in package power, moves in package search.
package measure
