package main

import (
	"io"
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/synth"
)

// demoBadRows is how many rows of the demo file have mistakes.
const demoBadRows = 40

// writeAccounts writes synthetic accounts as CSV, bad ones among them if asked.
func writeAccounts(w io.Writer, seed uint64, n, owners int, bad bool) error {
	o := synth.Options{Seed: seed, Accounts: n, Owners: owners, OnLand: onLand}
	if bad {
		o.BadRows = demoBadRows
	}
	return synth.WriteAccountsCSV(w, o)
}

// The size of the file that the app offers to try things with.
const (
	demoUnits  = 5_000
	demoOwners = 25
)

// writeDemo writes the file that the app offers to try things with.
func writeDemo(w io.Writer) error { return writeAccounts(w, 1, demoUnits, demoOwners, true) }

var states = sync.OnceValue(func() *boundary.Locator { return boundary.NewLocator(mustOpen(builtin.USStates)) })

// onLand says whether a position lies in a state.
func onLand(lon, lat float64) bool { return states().At(geom.Point{X: lon, Y: lat}) >= 0 }
