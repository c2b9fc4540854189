package main

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// connection is how a command reaches the API: in its own process on a data
// folder, or on a running server.
type connection struct {
	Data   string `help:"Data folder; the command works on it in its own process." env:"BAILIWICK_DATA" default:"bailiwick-data" type:"path"`
	Key    string `help:"File with the key for stored secrets (64 hexadecimal digits); secret.key in the data folder when not given." name:"secret-key" env:"BAILIWICK_SECRET_KEY_FILE" type:"path"`
	Server string `help:"URL of a running server to work on instead, e.g. http://127.0.0.1:8620." env:"BAILIWICK_SERVER"`
}

// open returns a client and a function that ends what open began.
func (c *connection) open(ctx context.Context) (*client, func(), error) {
	if c.Server != "" {
		return &client{base: strings.TrimRight(c.Server, "/"), http: &http.Client{}}, func() {}, nil
	}
	local, err := openLocal(ctx, localOptions{Data: c.Data, SecretKey: c.Key, Services: servicesFromEnvironment()})
	if err != nil {
		return nil, nil, err
	}
	transport, closeTransport := serveInProcess(local.handler)
	return &client{base: "http://bailiwick.local", http: &http.Client{Transport: transport}}, func() {
		closeTransport()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		local.Close(stop)
	}, nil
}
