// Package webhookpost sends the messages of package webhook over HTTP.
package webhookpost

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/webhook"
)

var _ webhook.Poster = (*Poster)(nil)

// timeout is how long a receiver may take to answer.
const timeout = 15 * time.Second

// Poster posts. It follows no redirect, since the host it leads to was not
// named, uses no proxy, and reads little of the answer.
type Poster struct{ client *http.Client }

// New makes a Poster.
func New() *Poster {
	return &Poster{&http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{DialContext: (&net.Dialer{Timeout: timeout}).DialContext, TLSHandshakeTimeout: timeout, DisableKeepAlives: true},
	}}
}

// Post implements webhook.Poster.
func (p *Poster) Post(ctx context.Context, address string, header http.Header, body []byte) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("make the request: %w", err)
	}
	request.Header = header
	response, err := p.client.Do(request)
	if err != nil {
		if wrapped, ok := err.(*url.Error); ok {
			err = wrapped.Err // the address may carry a token of the receiver
		}
		return 0, fmt.Errorf("no answer: %w", err)
	}
	defer response.Body.Close()                                //nolint:errcheck // only the status counts
	io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10)) //nolint:errcheck // thrown away
	return response.StatusCode, nil
}
