package main

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// pipeListener accepts connections made by its own dial, so that the command
// line can speak HTTP to the handlers of its own process without a port.
type pipeListener struct {
	connections chan net.Conn
	closed      chan struct{}
	once        sync.Once
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.connections:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "in-process" }

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.connections <- theirs:
		return ours, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// serveInProcess serves the handler on a transport of its own; the function
// closes it and waits for nothing.
func serveInProcess(h http.Handler) (http.RoundTripper, func()) {
	l := &pipeListener{connections: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: h}
	done := make(chan struct{})
	go func() {
		defer close(done)
		server.Serve(l) //nolint:errcheck // always ErrServerClosed, by the function below
	}()
	transport := &http.Transport{DialContext: l.dial, DisableCompression: true}
	return transport, func() {
		transport.CloseIdleConnections()
		server.Close() //nolint:errcheck // a pipe has nothing to report
		<-done
	}
}
