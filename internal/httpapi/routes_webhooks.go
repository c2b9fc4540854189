package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/internal/webhook"
)

// WebhookPath is the input of routes about one webhook.
type WebhookPath struct {
	ID string `path:"id"`
}

func (i *WebhookPath) resource() access.Resource {
	return access.Resource{Kind: "webhook", ID: i.ID}
}

// WebhookBody describes a webhook.
type WebhookBody struct {
	Name     string   `json:"name" minLength:"1" maxLength:"80"`
	URL      string   `json:"url" minLength:"1" maxLength:"2000" doc:"An https address on a host that an administrator has named."`
	Events   []string `json:"events,omitempty" nullable:"false" enum:"publication.applied,publication.incomplete,publication.failed,publication.rolled_back,publication.missed,files.published,test" doc:"Events it is told; none means all."`
	Disabled bool     `json:"disabled,omitempty" doc:"Tell it nothing at present."`
}

// WebhookSecret is a webhook with its secret, which is shown this once.
type WebhookSecret struct {
	Webhook webhook.Webhook `json:"webhook"`
	Secret  string          `json:"secret,omitempty" doc:"Signs the messages; shown this once."`
}

// WebhookList is every webhook, by name.
type WebhookList struct {
	Webhooks []webhook.Webhook `json:"webhooks" nullable:"false"`
}

// WebhookHosts are the hosts messages may go to.
type WebhookHosts struct {
	Hosts []string `json:"hosts" nullable:"false" doc:"Names such as hooks.example.com, with a port where it is not the usual one."`
}

// DeliveryList is the newest messages of a webhook.
type DeliveryList struct {
	Deliveries []webhook.Delivery `json:"deliveries" nullable:"false"`
}

type newWebhookInput struct{ Body WebhookBody }

type webhookInput struct {
	WebhookPath
	Body WebhookBody
}

type webhookHostsInput struct{ Body WebhookHosts }

func (s *Server) registerWebhooks() {
	const tag = "Webhooks"
	hooks := func(b WebhookBody, id string) webhook.Webhook {
		return webhook.Webhook{ID: id, Name: b.Name, URL: b.URL, Events: b.Events, Disabled: b.Disabled}
	}
	register(s, get("list-webhook-hosts", "/webhook-hosts", tag, "The hosts messages may go to"), access.Manage,
		func(ctx context.Context, _ territory.Actor, _ *none) (*body[WebhookHosts], error) {
			list, err := s.Webhooks.Store.WebhookHosts(ctx)
			return answer(WebhookHosts{Hosts: notNil(list)}, err)
		})
	register(s, operation("set-webhook-hosts", http.MethodPut, "/webhook-hosts", tag, "Name the hosts messages may go to"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *webhookHostsInput) (*body[WebhookHosts], error) {
			list, err := s.Webhooks.SetHosts(ctx, in.Body.Hosts)
			return answer(WebhookHosts{Hosts: notNil(list)}, err)
		})
	register(s, get("list-webhooks", "/webhooks", tag, "Addresses that are told when a publication has ended"), access.Manage,
		func(ctx context.Context, _ territory.Actor, _ *none) (*body[WebhookList], error) {
			list, err := s.Webhooks.Store.Webhooks(ctx)
			return answer(WebhookList{Webhooks: notNil(list)}, err)
		})
	register(s, post("create-webhook", "/webhooks", tag, "Add an address; the answer has the secret that signs its messages", http.StatusCreated), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *newWebhookInput) (*body[WebhookSecret], error) {
			w, plain, err := s.Webhooks.Add(ctx, hooks(in.Body, ""))
			return answer(WebhookSecret{Webhook: w, Secret: plain}, err)
		})
	register(s, operation("change-webhook", http.MethodPut, "/webhooks/{id}", tag, "Change an address, or switch it on and off"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *webhookInput) (*body[webhook.Webhook], error) {
			w, _, err := s.Webhooks.Change(ctx, hooks(in.Body, in.ID), false)
			return answer(w, err)
		})
	register(s, operation("delete-webhook", http.MethodDelete, "/webhooks/{id}", tag, "Forget an address and its messages"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *WebhookPath) (*struct{}, error) {
			return nil, s.Webhooks.Store.DeleteWebhook(ctx, in.ID)
		})
	register(s, post("rotate-webhook-secret", "/webhooks/{id}/secret", tag, "Give an address a new secret; the old one signs nothing any more", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *WebhookPath) (*body[WebhookSecret], error) {
			w, _, err := s.Webhooks.Store.Webhook(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			w, plain, err := s.Webhooks.Change(ctx, w, true)
			return answer(WebhookSecret{Webhook: w, Secret: plain}, err)
		})
	register(s, post("test-webhook", "/webhooks/{id}/test", tag, "Send a test message now and say how it went", http.StatusOK), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *WebhookPath) (*body[webhook.Delivery], error) {
			return answer(s.Webhooks.Test(ctx, in.ID))
		})
	register(s, get("list-webhook-deliveries", "/webhooks/{id}/deliveries", tag, "The newest messages of an address"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *WebhookPath) (*body[DeliveryList], error) {
			if _, _, err := s.Webhooks.Store.Webhook(ctx, in.ID); err != nil {
				return nil, err
			}
			list, err := s.Webhooks.Store.Deliveries(ctx, in.ID, 100)
			return answer(DeliveryList{Deliveries: notNil(list)}, err)
		})
}
