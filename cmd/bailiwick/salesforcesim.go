package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// simulatorCmd serves a simulated Salesforce org, for tests and for people
// without an org.
type simulatorCmd struct {
	Listen   string        `help:"Address and port to listen on; port 0 chooses a free one." default:"127.0.0.1:8640" placeholder:"HOST:PORT"`
	Accounts int           `help:"Number of seeded accounts." default:"5000"`
	Seed     uint64        `help:"Seed; the same seed and number give the same org." default:"1"`
	Faults   string        `help:"Rates of what goes wrong, as 429=0.01,503=0.01,expired=0.005,drop=0.01,dropafter=0.01,lock=0.01,validation=0.01,half=0.05." placeholder:"NAME=RATE,…"`
	Latency  time.Duration `help:"Time added to every answer, such as 20ms."`
	JWTKey   string        `name:"jwt-key" help:"PEM file of the only RSA key or certificate that JWT assertions may be signed with; without it any key will do." type:"existingfile"`
	Limit    int           `help:"API requests allowed a day; 0 means 5,000,000."`
	BulkPage int           `help:"Most records on a page of Bulk results; 0 is as the client asks."`
}

// Run serves until it is interrupted.
func (c *simulatorCmd) Run(ctx context.Context, t *terminal) error {
	faults, err := salesforcesim.ParseFaults(c.Faults)
	if err != nil {
		return territory.Errorf(territory.Invalid, "%v", err)
	}
	if c.Accounts < 0 || c.Accounts > 5_000_000 {
		return territory.Errorf(territory.Invalid, "--accounts must be from 0 to 5,000,000.")
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return territory.Errorf(territory.Unavailable, "Cannot listen on %s: %v. Give another address with --listen.", c.Listen, err)
	}
	sim := salesforcesim.New(salesforcesim.Options{Accounts: c.Accounts, Seed: c.Seed, OnLand: onLand, Latency: c.Latency, Faults: faults, DailyLimit: c.Limit, BulkPage: c.BulkPage})
	defer sim.Close()
	if c.JWTKey != "" {
		key, err := os.ReadFile(c.JWTKey)
		if err == nil {
			err = sim.SetJWTKey(key)
		}
		if err != nil {
			return territory.Errorf(territory.Invalid, "%v", err)
		}
	}
	about, err := json.Marshal(sim.About("http://" + listener.Addr().String()))
	if err != nil {
		return err
	}
	fmt.Fprintln(t.out, string(about))
	return serveUntilDone(ctx, listener, sim)
}

// serveUntilDone serves until the context ends, then lets requests finish.
func serveUntilDone(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 32 << 10}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	server.Shutdown(stopping) //nolint:errcheck // what is still open is cut
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
