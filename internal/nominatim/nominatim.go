// Package nominatim asks a Nominatim-compatible geocoder (nominatim.org) for
// the positions of addresses: one request at a time, no faster than its rate
// limit, with a user agent of its own. It keeps nothing; ingest does.
package nominatim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Options say how a service is reached.
type Options struct {
	// URL is the address of the service, such as https://nominatim.example.org;
	// "/search" is added.
	URL string
	// UserAgent names who asks; the public service demands it.
	UserAgent string
	// Interval is the least time between two requests; 0 means one second, as
	// the public service allows.
	Interval time.Duration
	// Timeout is for one request; 0 means 10 seconds.
	Timeout time.Duration
	// Attribution is whom to name; empty for that of OpenStreetMap.
	Attribution string
	// Retries is how often a request is repeated that failed in a way that may
	// pass; 0 means twice, negative never.
	Retries int
}

// Client asks one service. It is safe for concurrent use; requests wait for
// each other.
type Client struct {
	options Options
	search  *url.URL
	http    *http.Client

	mu   sync.Mutex
	next time.Time
}

var _ ingest.Geocoder = (*Client)(nil)

const osmAttribution = "Positions © OpenStreetMap contributors"

// New returns a client. An address with a password or a key in it is refused,
// since it would be shown and logged.
func New(o Options) (*Client, error) {
	u, err := url.Parse(strings.TrimRight(o.URL, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, territory.Errorf(territory.Invalid, "The geocoder's address cannot be used: give one like https://nominatim.example.org.")
	}
	if u.User != nil || u.RawQuery != "" {
		return nil, territory.Errorf(territory.Invalid, "The address of the geocoder must hold no password and no key, since it is shown to planners: put a proxy that adds them in front of it.")
	}
	if o.Interval <= 0 {
		o.Interval = time.Second
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Retries == 0 {
		o.Retries = 2
	}
	if o.UserAgent == "" {
		o.UserAgent = "bailiwick"
	}
	if o.Attribution == "" {
		o.Attribution = osmAttribution
	}
	return &Client{options: o, search: u.JoinPath("search"), http: &http.Client{Timeout: o.Timeout}}, nil
}

// Name implements ingest.Geocoder.
func (c *Client) Name() string { return c.search.Host + strings.TrimSuffix(c.search.Path, "/search") }

// Attribution implements ingest.Geocoder.
func (c *Client) Attribution() string { return c.options.Attribution }

// result is what the documented reply says about one place.
type result struct {
	Lat         string `json:"lat"`
	Lon         string `json:"lon"`
	PlaceRank   int    `json:"place_rank"`
	AddressType string `json:"addresstype"`
}

// Lookup implements ingest.Geocoder.
func (c *Client) Lookup(ctx context.Context, a ingest.Address) (ingest.Geocoded, error) {
	address := *c.search
	address.RawQuery = query(a).Encode()
	var err error
	for try := 0; try <= max(0, c.options.Retries); try++ {
		var found []result
		var again bool
		if found, again, err = c.ask(ctx, address.String()); err == nil {
			return geocoded(found)
		}
		if !again || ctx.Err() != nil {
			break
		}
	}
	return ingest.Geocoded{}, err
}

func query(a ingest.Address) url.Values {
	q := url.Values{"format": {"jsonv2"}, "limit": {"1"}}
	for name, value := range map[string]string{"q": a.Query, "street": a.Street, "city": a.City, "state": a.State, "postalcode": a.PostalCode, "country": a.Country} {
		if value = strings.TrimSpace(value); value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// maxReply bounds a reply, which is a few hundred bytes.
const maxReply = 1 << 20

// ask sends one request when its turn has come; again says that the same may
// succeed later.
func (c *Client) ask(ctx context.Context, address string) (found []result, again bool, err error) {
	if err := c.wait(ctx); err != nil {
		return nil, false, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, false, err
	}
	request.Header.Set("User-Agent", c.options.UserAgent)
	request.Header.Set("Accept", "application/json")
	reply, err := c.http.Do(request)
	if err != nil {
		var where *url.Error
		if errors.As(err, &where) {
			err = where.Err // without the address, which holds what was asked
		}
		return nil, true, err
	}
	defer reply.Body.Close() //nolint:errcheck // read to its end, or given up
	switch {
	case reply.StatusCode == http.StatusOK:
	case reply.StatusCode == http.StatusTooManyRequests || reply.StatusCode >= 500:
		c.delay(reply.Header.Get("Retry-After"))
		return nil, true, fmt.Errorf("it answered %s", reply.Status)
	case reply.StatusCode == http.StatusForbidden || reply.StatusCode == http.StatusUnauthorized:
		return nil, false, territory.Say(territory.Invalid, sentence.GeocoderRefuses.With(sentence.Params{"name": c.Name(), "status": reply.Status}))
	default:
		return nil, false, fmt.Errorf("it answered %s", reply.Status)
	}
	if err := json.NewDecoder(io.LimitReader(reply.Body, maxReply)).Decode(&found); err != nil {
		return nil, false, fmt.Errorf("its reply is not as documented: %w", err)
	}
	return found, false, nil
}

// wait blocks until the rate limit allows a request.
func (c *Client) wait(ctx context.Context) error {
	c.mu.Lock()
	now := time.Now()
	at := c.next
	if at.Before(now) {
		at = now
	}
	c.next = at.Add(c.options.Interval)
	c.mu.Unlock()
	timer := time.NewTimer(at.Sub(now))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// longestDelay bounds what a service may ask us to wait.
const longestDelay = 2 * time.Minute

// delay puts the next request off as the service asks.
func (c *Client) delay(retryAfter string) {
	seconds, err := strconv.Atoi(retryAfter)
	if err != nil || seconds < 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := time.Now().Add(min(longestDelay, time.Duration(seconds)*time.Second)); at.After(c.next) {
		c.next = at
	}
}

func geocoded(found []result) (ingest.Geocoded, error) {
	if len(found) == 0 {
		return ingest.Geocoded{}, nil
	}
	lat, errLat := strconv.ParseFloat(found[0].Lat, 64)
	lon, errLon := strconv.ParseFloat(found[0].Lon, 64)
	if errLat != nil || errLon != nil || !(math.Abs(lat) <= 90) || !(math.Abs(lon) <= 180) {
		return ingest.Geocoded{}, fmt.Errorf("its reply holds no position: %q, %q", found[0].Lat, found[0].Lon)
	}
	return ingest.Geocoded{Found: true, Lon: lon, Lat: lat, Accuracy: accuracy(found[0])}, nil
}

// accuracy follows the documented place ranks: 30 a house, 26 and above a
// street, 13 and above a settlement or a part of one.
func accuracy(r result) dataset.Accuracy {
	switch {
	case r.AddressType == "postcode":
		return dataset.AtPostal
	case r.PlaceRank >= 28:
		return dataset.AtAddress
	case r.PlaceRank >= 26:
		return dataset.AtStreet
	case r.PlaceRank >= 13:
		return dataset.AtPlace
	}
	return dataset.AtRegion
}
