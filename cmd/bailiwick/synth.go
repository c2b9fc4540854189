package main

import (
	"context"
	"fmt"
	"io"
)

type synthCmd struct {
	Accounts synthAccountsCmd `cmd:"" help:"Believable US accounts as CSV."`
}

type synthAccountsCmd struct {
	N      int    `short:"n" help:"Number of accounts." default:"25000"`
	Owners int    `help:"Number of owners." default:"60"`
	Seed   uint64 `help:"Seed; the same seed gives the same file." default:"1"`
	Bad    bool   `help:"Add some rows with mistakes."`
	Units  string `help:"File to write." required:"" type:"path"`
}

// Run writes the file.
func (c *synthAccountsCmd) Run(_ context.Context, t *terminal) error {
	if err := writeFile(c.Units, func(w io.Writer) error { return writeAccounts(w, c.Seed, c.N, c.Owners, c.Bad) }); err != nil {
		return err
	}
	return t.print(map[string]any{"file": c.Units, "units": c.N, "seed": c.Seed}, func(w io.Writer) {
		fmt.Fprintf(w, "Wrote %d accounts to %s.\n", c.N, c.Units)
	})
}
