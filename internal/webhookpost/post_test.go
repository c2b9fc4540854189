package webhookpost_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/secret"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/internal/webhook"
	"github.com/bailiwick-planning/bailiwick/internal/webhookpost"
)

// memory is a store in memory.
type memory struct {
	webhook.Store
	hooks      map[string]webhook.Webhook
	sealed     map[string][]byte
	hosts      []string
	deliveries []webhook.Delivery
}

func (m *memory) AddWebhook(_ context.Context, w webhook.Webhook, sealed []byte) error {
	m.hooks[w.ID], m.sealed[w.ID] = w, sealed
	return nil
}

func (m *memory) SetWebhook(ctx context.Context, w webhook.Webhook, sealed []byte) error {
	return m.AddWebhook(ctx, w, sealed)
}

func (m *memory) Webhook(_ context.Context, id string) (webhook.Webhook, []byte, error) {
	return m.hooks[id], m.sealed[id], nil
}

func (m *memory) Webhooks(context.Context) (list []webhook.Webhook, err error) {
	for _, w := range m.hooks {
		list = append(list, w)
	}
	return list, nil
}

func (m *memory) WebhookHosts(context.Context) ([]string, error) { return m.hosts, nil }

func (m *memory) SetWebhookHosts(_ context.Context, hosts []string) error {
	m.hosts = hosts
	return nil
}

func (m *memory) AddDeliveries(_ context.Context, list []webhook.Delivery) error {
	for _, d := range list {
		if !slices.ContainsFunc(m.deliveries, func(e webhook.Delivery) bool { return e.ID == d.ID }) {
			m.deliveries = append(m.deliveries, d)
		}
	}
	return nil
}

func (m *memory) SetDelivery(_ context.Context, d webhook.Delivery) error {
	at := slices.IndexFunc(m.deliveries, func(e webhook.Delivery) bool { return e.ID == d.ID })
	m.deliveries[at] = d
	return nil
}

func (m *memory) DueDeliveries(_ context.Context, now time.Time) (due []webhook.Delivery, err error) {
	for _, d := range m.deliveries {
		if d.State == webhook.Waiting && !d.Next.After(now) {
			due = append(due, d)
		}
	}
	return due, nil
}

// dispatcher sends over real HTTP, by a clock that the test turns.
func dispatcher(t *testing.T) (*webhook.Dispatcher, *memory, *time.Time) {
	t.Helper()
	sealer, err := secret.NewSealer(bytes.Repeat([]byte{7}, secret.KeyBytes))
	if err != nil {
		t.Fatal(err)
	}
	m, now, n := &memory{hooks: map[string]webhook.Webhook{}, sealed: map[string][]byte{}}, time.Unix(1_700_000_000, 0), 0
	return &webhook.Dispatcher{Store: m, Sealer: sealer, Poster: webhookpost.New(), Now: func() time.Time { return now },
		NewID: func() string { n++; return fmt.Sprint("id", n) }}, m, &now
}

// receiving is a receiver that answers with a status, and its host.
func receiving(t *testing.T, f http.HandlerFunc) (address, host string) {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return server.URL + "/hook?token=receivers", strings.TrimPrefix(server.URL, "http://")
}

func TestDispatcher_TriesAgainLongerAndLongerAndGivesUp(t *testing.T) {
	d, m, now := dispatcher(t)
	calls := 0
	address, host := receiving(t, func(w http.ResponseWriter, _ *http.Request) { calls++; w.WriteHeader(500) })
	must(t, second(d.SetHosts(t.Context(), []string{host})))
	_, _, err := d.Add(t.Context(), webhook.Webhook{Name: "ops", URL: address})
	must(t, err)
	for range 2 { // announced twice, told once
		must(t, d.Announce(t.Context(), "publication.applied", "plan.job", nil))
	}
	var gaps []time.Duration
	for range 20 {
		must(t, d.Deliver(t.Context()))
		must(t, d.Deliver(t.Context())) // nothing is due yet
		one := m.deliveries[0]
		if one.State != webhook.Waiting {
			break
		}
		gaps = append(gaps, one.Next.Sub(*now))
		*now = one.Next
	}
	if len(m.deliveries) != 1 || m.deliveries[0].State != webhook.Failed || calls != 8 || !slices.IsSorted(gaps) || gaps[0] != 30*time.Second || gaps[6] != 12*time.Hour {
		t.Errorf("%d calls, gaps %v, %+v", calls, gaps, m.deliveries)
	}
}

func TestDispatcher_GoesToNamedHostsOnly(t *testing.T) {
	d, m, _ := dispatcher(t)
	away := 0
	elsewhere, _ := receiving(t, func(http.ResponseWriter, *http.Request) { away++ })
	address, host := receiving(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere, http.StatusTemporaryRedirect)
	})
	for _, bad := range []string{"https://*.example.com", "hooks.example.com/path", "", "user@host"} {
		if _, err := d.SetHosts(t.Context(), []string{bad}); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("host %q: %v", bad, err)
		}
	}
	must(t, second(d.SetHosts(t.Context(), []string{host, "hooks.example.com"})))
	for url, want := range map[string]territory.Code{"http://hooks.example.com/x": territory.Invalid, "https://hooks.example.com.evil.com/": territory.Forbidden,
		"https://user:pw@hooks.example.com/": territory.Invalid, "https://hooks.example.com:8443/": territory.Forbidden, "ftp://hooks.example.com/": territory.Invalid,
		"https://hooks.example.com/x": ""} {
		if _, _, err := d.Add(t.Context(), webhook.Webhook{Name: url, URL: url, Disabled: true}); territory.CodeOf(err) != want {
			t.Errorf("%s: %v", url, err)
		}
	}
	w, _, err := d.Add(t.Context(), webhook.Webhook{Name: "ops", URL: address})
	must(t, err)
	one, err := d.Test(t.Context(), w.ID)
	must(t, err)
	if one.State != webhook.Failed || one.Status != http.StatusTemporaryRedirect || away != 0 {
		t.Errorf("a redirect: %+v, followed %d times", one, away)
	}
	must(t, second(d.SetHosts(t.Context(), nil)))
	must(t, d.Announce(t.Context(), "publication.applied", "later", nil))
	must(t, d.Deliver(t.Context()))
	last := m.deliveries[len(m.deliveries)-1]
	if last.State != webhook.Failed || last.Status != 0 || strings.Contains(last.Problem, "receivers") {
		t.Errorf("a host that is named no longer: %+v", last)
	}
}

func TestDispatcher_ANewSecretSignsFromThenOn(t *testing.T) {
	d, _, now := dispatcher(t)
	var got, body string
	address, host := receiving(t, func(_ http.ResponseWriter, r *http.Request) {
		var text bytes.Buffer
		text.ReadFrom(r.Body) //nolint:errcheck // a test
		got, body = r.Header.Get("Bailiwick-Signature"), text.String()
	})
	must(t, second(d.SetHosts(t.Context(), []string{host})))
	w, first, err := d.Add(t.Context(), webhook.Webhook{Name: "ops", URL: address})
	must(t, err)
	must(t, second(d.Test(t.Context(), w.ID)))
	if got != webhook.Sign(first, *now, []byte(body)) {
		t.Errorf("signature %s", got)
	}
	_, fresh, err := d.Change(t.Context(), w, true)
	must(t, err)
	must(t, second(d.Test(t.Context(), w.ID)))
	if fresh == first || got != webhook.Sign(fresh, *now, []byte(body)) {
		t.Errorf("signature after the secret was replaced: %s", got)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func second[T any](_ T, err error) error { return err }
