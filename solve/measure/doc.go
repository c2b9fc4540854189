// Package measure turns an instance into the form the search works on: a Model
// with positions as vectors, weights, effective limits and classes of
// eligibility, in an order that keeps near units together. Its Distance, To and
// Within are the only place where the search computes distances.
//
// It decides nothing: prices are in package power, moves in package search.
package measure
