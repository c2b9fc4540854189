// Package webhook tells other systems that a publication has ended: it keeps
// the addresses, signs each message with the address's own secret, and tries
// again until the receiver has taken it. Messages go only to hosts that an
// administrator has named. The package sends nothing itself: Poster does.
package webhook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Events that can be announced.
var Events = []string{"publication.applied", "publication.incomplete", "publication.failed", "publication.rolled_back", "publication.missed", "files.published", "test"}

// Webhook is an address that wants to know.
type Webhook struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	URL  string `json:"url"`
	// Events it is told; none means all.
	Events   []string  `json:"events" nullable:"false" doc:"Events it is told; none means all."`
	Disabled bool      `json:"disabled"`
	Created  time.Time `json:"created"`
}

// State is where a delivery stands.
type State string

// The states. Failed ones are not tried again by themselves.
const (
	Waiting   State = "waiting"
	Delivered State = "delivered"
	Failed    State = "failed"
)

// Delivery is one message to one address.
type Delivery struct {
	ID        string    `json:"id"`
	WebhookID string    `json:"webhookId"`
	Event     string    `json:"event"`
	Body      string    `json:"body"`
	State     State     `json:"state" enum:"waiting,delivered,failed"`
	Attempts  int       `json:"attempts"`
	Next      time.Time `json:"next"`
	// Status is the last HTTP status, 0 when there was no answer; Problem says
	// what was wrong with it.
	Status  int       `json:"status,omitempty"`
	Problem string    `json:"problem,omitempty"`
	Created time.Time `json:"created"`
}

// Store keeps webhooks with their sealed secrets, the hosts allowed, and
// deliveries. A missing one is a not_found error, a taken name a conflict.
type Store interface {
	AddWebhook(ctx context.Context, w Webhook, sealed []byte) error
	Webhook(ctx context.Context, id string) (w Webhook, sealed []byte, err error)
	Webhooks(ctx context.Context) ([]Webhook, error)
	SetWebhook(ctx context.Context, w Webhook, sealed []byte) error
	DeleteWebhook(ctx context.Context, id string) error

	WebhookHosts(ctx context.Context) ([]string, error)
	SetWebhookHosts(ctx context.Context, hosts []string) error

	// AddDeliveries adds those whose ids are new.
	AddDeliveries(ctx context.Context, list []Delivery) error
	SetDelivery(ctx context.Context, d Delivery) error
	// DueDeliveries are waiting and should have been tried by now, the oldest
	// first.
	DueDeliveries(ctx context.Context, now time.Time) ([]Delivery, error)
	// Deliveries returns the newest of a webhook.
	Deliveries(ctx context.Context, webhookID string, limit int) ([]Delivery, error)
}

// Sign returns the value of the Bailiwick-Signature header: the moment in Unix
// seconds, and the HMAC-SHA256 of "moment.body" under the secret, in hex. The
// receiver computes the same and refuses old moments.
func Sign(secret string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%d.", at.Unix())
	mac.Write(body) //nolint:errcheck // a hash takes everything
	return fmt.Sprintf("t=%d,v1=%s", at.Unix(), hex.EncodeToString(mac.Sum(nil)))
}

// waits is how long to wait after each failed attempt.
var waits = []time.Duration{30 * time.Second, 2 * time.Minute, 10 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour}

// ParseHost checks the name of a host that messages may go to: a name or
// address, with a port when it is not the usual one.
func ParseHost(text string) (string, error) {
	host := strings.ToLower(strings.TrimSpace(text))
	u, err := url.Parse("https://" + host)
	if err != nil || host == "" || u.Host != host || u.Hostname() == "" || strings.Contains(host, "*") {
		return "", territory.Errorf(territory.Invalid, "%q is not a host; give a name such as hooks.example.com, with a port if it is not the usual one.", text)
	}
	return host, nil
}

// allowed checks an address against the hosts an administrator has named. Plain
// http is for this machine only.
func allowed(address string, hosts []string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return territory.Errorf(territory.Invalid, "%q is not an address messages can go to.", address)
	}
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || (ip != nil && ip.IsLoopback())
	if u.Scheme != "https" && !(u.Scheme == "http" && local) {
		return territory.Errorf(territory.Invalid, "Messages are sent over https; %q is not such an address.", address)
	}
	if !slices.Contains(hosts, strings.ToLower(u.Host)) {
		return territory.Errorf(territory.Forbidden, "Messages may not go to %s: an administrator has to name this host first (bailiwick publish webhook hosts).", u.Host)
	}
	return nil
}
