package webhook

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/secret"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Poster sends one message. It follows no redirect, and returns an error when
// there is no answer.
type Poster interface {
	Post(ctx context.Context, address string, header http.Header, body []byte) (status int, err error)
}

// Dispatcher keeps webhooks and delivers messages. It is safe for concurrent
// use.
type Dispatcher struct {
	Store  Store
	Sealer secret.Sealer
	Poster Poster
	Now    func() time.Time
	NewID  func() string

	sending sync.Mutex
}

// Add stores a new webhook and returns its secret, which is shown this once.
func (d *Dispatcher) Add(ctx context.Context, w Webhook) (Webhook, string, error) {
	w.ID, w.Created = d.NewID(), d.Now().UTC()
	if err := d.validate(ctx, &w); err != nil {
		return w, "", err
	}
	plain, sealed, err := d.newSecret()
	if err != nil {
		return w, "", err
	}
	return w, plain, d.Store.AddWebhook(ctx, w, sealed)
}

// Change stores name, address, events and whether it is told anything; rotate gives
// it a new secret, which is returned.
func (d *Dispatcher) Change(ctx context.Context, w Webhook, rotate bool) (Webhook, string, error) {
	before, sealed, err := d.Store.Webhook(ctx, w.ID)
	if err != nil {
		return w, "", err
	}
	w.Created = before.Created
	if err := d.validate(ctx, &w); err != nil {
		return w, "", err
	}
	plain := ""
	if rotate {
		if plain, sealed, err = d.newSecret(); err != nil {
			return w, "", err
		}
	}
	return w, plain, d.Store.SetWebhook(ctx, w, sealed)
}

func (d *Dispatcher) validate(ctx context.Context, w *Webhook) error {
	if w.Name = strings.TrimSpace(w.Name); w.Name == "" {
		return territory.Say(territory.Invalid, sentence.WebhookNoName.With(nil))
	}
	if w.Events == nil {
		w.Events = []string{}
	}
	for _, e := range w.Events {
		if !slices.Contains(Events, e) {
			return territory.Errorf(territory.Invalid, "There is no event %q; there are %s.", e, strings.Join(Events, ", "))
		}
	}
	hosts, err := d.Store.WebhookHosts(ctx)
	if err != nil {
		return err
	}
	return allowed(w.URL, hosts)
}

func (d *Dispatcher) newSecret() (plain string, sealed []byte, err error) {
	random := make([]byte, 32)
	rand.Read(random) //nolint:errcheck // never fails, by its contract
	plain = "whsec_" + base64.RawURLEncoding.EncodeToString(random)
	sealed, err = d.Sealer.Seal([]byte(plain))
	return plain, sealed, err
}

// SetHosts names the hosts messages may go to.
func (d *Dispatcher) SetHosts(ctx context.Context, hosts []string) ([]string, error) {
	list := []string{}
	for _, text := range hosts {
		host, err := ParseHost(text)
		if err != nil {
			return nil, err
		}
		list = append(list, host)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return list, d.Store.SetWebhookHosts(ctx, list)
}

// message is what a receiver gets.
type message struct {
	ID    string    `json:"id"`
	Event string    `json:"event"`
	At    time.Time `json:"at"`
	Data  any       `json:"data"`
}

// Announce queues a message for everybody who wants to be told. occurrence
// names what happened: announced twice it is told once.
func (d *Dispatcher) Announce(ctx context.Context, event, occurrence string, data any) error {
	hooks, err := d.Store.Webhooks(ctx)
	if err != nil {
		return err
	}
	var list []Delivery
	for _, w := range hooks {
		if w.Disabled || (len(w.Events) > 0 && !slices.Contains(w.Events, event)) {
			continue
		}
		one, err := d.delivery(w, event, occurrence+"."+w.ID, data)
		if err != nil {
			return err
		}
		list = append(list, one)
	}
	return d.Store.AddDeliveries(ctx, list)
}

func (d *Dispatcher) delivery(w Webhook, event, id string, data any) (Delivery, error) {
	now := d.Now().UTC()
	body, err := json.Marshal(message{ID: id, Event: event, At: now, Data: data})
	if err != nil {
		return Delivery{}, fmt.Errorf("encode the message: %w", err)
	}
	return Delivery{ID: id, WebhookID: w.ID, Event: event, Body: string(body), State: Waiting, Next: now, Created: now}, nil
}

// Test sends a message to one webhook now, disabled or not, and returns how it
// went; it is not tried again.
func (d *Dispatcher) Test(ctx context.Context, id string) (Delivery, error) {
	w, _, err := d.Store.Webhook(ctx, id)
	if err != nil {
		return Delivery{}, err
	}
	one, err := d.delivery(w, "test", "test."+d.NewID(), map[string]string{"text": "A test message of Bailiwick."})
	if err != nil {
		return one, err
	}
	if err := d.Store.AddDeliveries(ctx, []Delivery{one}); err != nil {
		return one, err
	}
	one = d.attempt(ctx, one)
	if one.State == Waiting {
		one.State = Failed
	}
	return one, d.Store.SetDelivery(ctx, one)
}

// Deliver sends what is due, once each.
func (d *Dispatcher) Deliver(ctx context.Context) error {
	d.sending.Lock() // two at once would send a message twice
	defer d.sending.Unlock()
	due, err := d.Store.DueDeliveries(ctx, d.Now().UTC())
	if err != nil {
		return err
	}
	for _, one := range due {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := d.Store.SetDelivery(context.WithoutCancel(ctx), d.attempt(ctx, one)); err != nil {
			return err
		}
	}
	return nil
}

// attempt sends a message and returns it as it then stands.
func (d *Dispatcher) attempt(ctx context.Context, one Delivery) Delivery {
	one.Attempts++
	one.Status, one.Problem = 0, ""
	var err error
	if one.Status, err = d.send(ctx, &one); err == nil && one.Status >= 200 && one.Status < 300 {
		one.State = Delivered
		return one
	}
	if one.Problem = fmt.Sprintf("the receiver answered %d", one.Status); err != nil {
		one.Problem = err.Error()
	}
	gone := one.Status == http.StatusGone || territory.CodeOf(err) == territory.Forbidden || territory.CodeOf(err) == territory.NotFound
	if gone || one.Attempts > len(waits) {
		one.State = Failed
		return one
	}
	one.Next = d.Now().UTC().Add(waits[one.Attempts-1])
	return one
}

func (d *Dispatcher) send(ctx context.Context, one *Delivery) (int, error) {
	w, sealed, err := d.Store.Webhook(ctx, one.WebhookID)
	if err != nil {
		return 0, err
	}
	hosts, err := d.Store.WebhookHosts(ctx)
	if err != nil {
		return 0, err
	}
	if err := allowed(w.URL, hosts); err != nil {
		return 0, err // named no longer
	}
	plain, err := d.Sealer.Open(sealed)
	if err != nil {
		return 0, err
	}
	body := []byte(one.Body)
	header := http.Header{"Content-Type": {"application/json"}, "User-Agent": {"Bailiwick"}, "Bailiwick-Event": {one.Event}, "Bailiwick-Delivery": {one.ID},
		"Bailiwick-Signature": {Sign(string(plain), d.Now(), body)}}
	return d.Poster.Post(ctx, w.URL, header, body)
}
