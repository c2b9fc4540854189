package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type serveCmd struct {
	Data      string   `help:"Data folder; made when missing." env:"BAILIWICK_DATA" default:"bailiwick-data" type:"path"`
	SecretKey string   `help:"File with the key for stored secrets (64 hexadecimal digits); secret.key in the data folder when not given." env:"BAILIWICK_SECRET_KEY_FILE" type:"path"`
	Listen    string   `help:"Address to listen on." env:"BAILIWICK_LISTEN" default:"127.0.0.1:8620"`
	HostName  []string `help:"Further host names under which browsers reach this server." env:"BAILIWICK_HOST_NAMES"`
	serviceFlags
	MaxUpload int64 `help:"Largest file accepted, in MB." env:"BAILIWICK_MAX_UPLOAD" default:"4096"`
}

// Run serves until ctx ends, then lets running requests and jobs finish or
// return to the queue.
func (c *serveCmd) Run(ctx context.Context, t *terminal) error {
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return territory.Errorf(territory.Unavailable, "Cannot listen on %s: %v. Choose another address with --listen.", c.Listen, err)
	}
	defer listener.Close() //nolint:errcheck // closed by the server before, as a rule
	return serve(ctx, t, listener, localOptions{Data: c.Data, SecretKey: c.SecretKey, Hosts: c.hosts(listener), UploadBytes: c.MaxUpload << 20, Web: true, Services: c.serviceFlags})
}

// hosts lists the names this server answers to: the loopback names, the
// address it listens on, and what --host-name adds. A server that listens on
// every address cannot know its names, so there only --host-name restricts.
func (c *serveCmd) hosts(listener net.Listener) []string {
	address := listener.Addr().(*net.TCPAddr)
	if address.IP.IsUnspecified() && len(c.HostName) == 0 {
		return nil
	}
	return append([]string{"localhost", "127.0.0.1", "::1", address.IP.String()}, c.HostName...)
}

func serve(ctx context.Context, t *terminal, listener net.Listener, o localOptions) error {
	o.Address = "http://" + listener.Addr().String()
	o.Log = slog.New(slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: slog.LevelInfo}))
	l, err := openLocal(ctx, o)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: l.handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, ErrorLog: slog.NewLogLogger(o.Log.Handler(), slog.LevelWarn)}
	// Event streams end when the server begins to stop.
	streams, endStreams := context.WithCancel(context.WithoutCancel(ctx))
	server.BaseContext = func(net.Listener) context.Context { return streams }
	server.RegisterOnShutdown(endStreams)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Fprintf(t.out, "Bailiwick is running at %s with the data in %s. Stop it with Ctrl+C.\n", o.Address, o.Data)
	select {
	case err = <-failed:
	case <-ctx.Done():
		err = nil
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	err = errors.Join(err, server.Shutdown(stop), l.Close(stop))
	endStreams()
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
