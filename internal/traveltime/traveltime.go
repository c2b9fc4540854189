// Package traveltime asks a service of travel times for tables of seconds: one
// that speaks OSRM's table protocol (project-osrm.org) or Valhalla's
// sources_to_targets (valhalla.github.io). It cuts tables to what the service
// takes and tries again what may pass. It keeps nothing; optimize does.
package traveltime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Protocol is how a service is spoken to.
type Protocol string

// The protocols.
const (
	OSRM     Protocol = "osrm"
	Valhalla Protocol = "valhalla"
)

// Profile is a way of travelling.
type Profile struct {
	Name string
	// KmPerHour is the speed along the way where the service has no answer; 0
	// means a usual one for the name.
	KmPerHour float64
}

// Options say how a service is reached.
type Options struct {
	URL      string
	Protocol Protocol
	// Profiles are the ways of travelling, the usual one first; none means
	// driving (auto for Valhalla).
	Profiles []Profile
	// Places is the most positions in a table, centres and places together; 0
	// means 100 for OSRM and 50 for Valhalla, the limits of their defaults.
	Places int
	// Timeout is for one request; 0 means 20 seconds.
	Timeout time.Duration
	// Retries is how often a request is repeated that failed in a way that may
	// pass; 0 means twice, negative never. Pause is the time before the first
	// repetition, doubled for each further one; 0 means half a second.
	Retries int
	Pause   time.Duration
}

// Client asks one service. It is safe for concurrent use.
type Client struct {
	options Options
	base    *url.URL
	http    *http.Client
	// places is what a table may hold, lowered when the service refuses one.
	places atomic.Int64
}

var _ optimize.TravelService = (*Client)(nil)

// usualSpeeds are km/h along the way by profile.
var usualSpeeds = map[string]float64{"driving": 60, "car": 60, "auto": 60, "truck": 50, "cycling": 15, "bike": 15, "bicycle": 15, "walking": 5, "foot": 5, "pedestrian": 5}

// New returns a client. An address with a password or a key in it is refused,
// since it would be shown and logged.
func New(o Options) (*Client, error) {
	u, err := url.Parse(strings.TrimRight(o.URL, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, territory.Errorf(territory.Invalid, "The address of the travel-time service cannot be used: give one like https://osrm.example.org.")
	}
	if u.User != nil || u.RawQuery != "" {
		return nil, territory.Errorf(territory.Invalid, "The address of the travel-time service must hold no password and no key, since it is shown to planners: put a proxy that adds them in front of it.")
	}
	if o.Protocol == "" {
		o.Protocol = OSRM
	}
	if o.Protocol != OSRM && o.Protocol != Valhalla {
		return nil, territory.Errorf(territory.Invalid, "The travel-time protocol %q is not known: choose osrm or valhalla.", o.Protocol)
	}
	o.setDefaults()
	c := &Client{options: o, base: u, http: &http.Client{Timeout: o.Timeout}}
	c.places.Store(int64(o.Places))
	return c, nil
}

func (o *Options) setDefaults() {
	if len(o.Profiles) == 0 {
		o.Profiles = []Profile{{Name: "driving"}}
		if o.Protocol == Valhalla {
			o.Profiles[0].Name = "auto"
		}
	}
	if o.Places <= 1 {
		o.Places = 100
		if o.Protocol == Valhalla {
			o.Places = 50
		}
	}
	if o.Timeout <= 0 {
		o.Timeout = 20 * time.Second
	}
	if o.Retries == 0 {
		o.Retries = 2
	}
	if o.Pause <= 0 {
		o.Pause = 500 * time.Millisecond
	}
}

// Name implements optimize.TravelService.
func (c *Client) Name(profile string) string {
	return strings.TrimSpace(c.base.Host + c.base.Path + " " + profile)
}

// Profiles implements optimize.TravelService.
func (c *Client) Profiles() []string {
	var names []string
	for _, p := range c.options.Profiles {
		names = append(names, p.Name)
	}
	return names
}

// Speed implements optimize.TravelService.
func (c *Client) Speed(profile string) float64 {
	kmh := usualSpeeds[profile]
	for _, p := range c.options.Profiles {
		if p.Name == profile && p.KmPerHour > 0 {
			kmh = p.KmPerHour
		}
	}
	if kmh == 0 {
		kmh = usualSpeeds["driving"]
	}
	return kmh / 3.6
}

// Places implements optimize.TravelService.
func (c *Client) Places() int { return int(c.places.Load()) }

// errTooBig says that the service takes smaller tables only.
var errTooBig = errors.New("the table is larger than the service takes")

// Table implements optimize.TravelService. A table larger than the service
// takes is cut in halves.
func (c *Client) Table(ctx context.Context, profile string, centres, places []geom.Point) ([]float64, error) {
	if !slices.Contains(c.Profiles(), profile) {
		return nil, territory.Errorf(territory.Invalid, "The travel-time service has no way of travelling %q; there are: %s.", profile, strings.Join(c.Profiles(), ", "))
	}
	if len(centres) == 0 || len(places) == 0 {
		return nil, nil
	}
	if len(centres)+len(places) > c.Places() {
		return c.halves(ctx, profile, centres, places)
	}
	seconds, err := c.request(ctx, profile, centres, places)
	if errors.Is(err, errTooBig) && len(centres)+len(places) > 2 {
		c.places.Store(min(c.places.Load(), int64(max(2, (len(centres)+len(places))*3/4))))
		return c.halves(ctx, profile, centres, places)
	}
	return seconds, err
}

// halves asks for two tables and joins them.
func (c *Client) halves(ctx context.Context, profile string, centres, places []geom.Point) ([]float64, error) {
	if len(centres) > len(places) {
		k := len(centres) / 2
		first, err := c.Table(ctx, profile, centres[:k], places)
		if err != nil {
			return nil, err
		}
		second, err := c.Table(ctx, profile, centres[k:], places)
		return append(first, second...), err
	}
	k := len(places) / 2
	first, err := c.Table(ctx, profile, centres, places[:k])
	if err != nil {
		return nil, err
	}
	second, err := c.Table(ctx, profile, centres, places[k:])
	if err != nil {
		return nil, err
	}
	var joined []float64
	for row := range centres {
		joined = append(joined, first[row*k:(row+1)*k]...)
		joined = append(joined, second[row*(len(places)-k):(row+1)*(len(places)-k)]...)
	}
	return joined, nil
}

// request sends one table, again while that may help.
func (c *Client) request(ctx context.Context, profile string, centres, places []geom.Point) ([]float64, error) {
	pause := c.options.Pause
	for try := 0; ; try++ {
		seconds, again, err := c.ask(ctx, profile, centres, places)
		if err == nil || !again || try >= c.options.Retries || ctx.Err() != nil {
			return seconds, err
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		}
		pause *= 2
	}
}

// maxReply bounds a reply: a table of 10,000 pairs is about 200 kB.
const maxReply = 64 << 20

// ask sends one request; again says that the same may succeed later.
func (c *Client) ask(ctx context.Context, profile string, centres, places []geom.Point) (seconds []float64, again bool, err error) {
	request, err := c.build(ctx, profile, centres, places)
	if err != nil {
		return nil, false, err
	}
	request.Header.Set("Accept", "application/json")
	reply, err := c.http.Do(request)
	if err != nil {
		var where *url.Error
		if errors.As(err, &where) {
			err = where.Err // without the address, which holds all positions
		}
		return nil, true, err
	}
	defer reply.Body.Close() //nolint:errcheck // read to its end, or given up
	body, err := io.ReadAll(io.LimitReader(reply.Body, maxReply))
	if err != nil {
		return nil, true, err
	}
	if reply.StatusCode == http.StatusTooManyRequests || reply.StatusCode >= 500 {
		return nil, true, fmt.Errorf("it answered %s", reply.Status)
	}
	read := readOSRM
	if c.options.Protocol == Valhalla {
		read = readValhalla
	}
	seconds, err = read(reply.StatusCode, body, len(centres), len(places))
	return seconds, false, err
}

func (c *Client) build(ctx context.Context, profile string, centres, places []geom.Point) (*http.Request, error) {
	if c.options.Protocol == Valhalla {
		return c.buildValhalla(ctx, profile, centres, places)
	}
	return c.buildOSRM(ctx, profile, centres, places)
}

// checked refuses times that are none.
func checked(seconds []float64) ([]float64, error) {
	for _, v := range seconds {
		if v < 0 || math.IsInf(v, 0) {
			return nil, fmt.Errorf("its reply holds a travel time of %g s", v)
		}
	}
	return seconds, nil
}
