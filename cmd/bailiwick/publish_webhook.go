package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/internal/webhook"
)

// publishWebhookCmd groups the commands about webhooks.
type publishWebhookCmd struct {
	Hosts  webhookHostsCmd  `cmd:"" help:"Show or name the hosts messages may go to."`
	Add    webhookAddCmd    `cmd:"" help:"Add an address; prints the secret that signs its messages."`
	List   webhookListCmd   `cmd:"" help:"List the addresses."`
	Change webhookChangeCmd `cmd:"" help:"Change an address, or switch it on and off."`
	Secret webhookSecretCmd `cmd:"" help:"Give an address a new secret."`
	Test   webhookTestCmd   `cmd:"" help:"Send a test message now."`
	Log    webhookLogCmd    `cmd:"" help:"The newest messages of an address and how they went."`
	Delete webhookDeleteCmd `cmd:"" help:"Forget an address."`
}

type webhookHostsCmd struct {
	connection
	Hosts []string `arg:"" optional:"" help:"All hosts allowed, such as hooks.example.com; they replace those before."`
	None  bool     `help:"Allow none."`
}

// Run shows or sets the hosts.
func (c *webhookHostsCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.WebhookHosts
	if len(c.Hosts) > 0 || c.None {
		err = api.call(ctx, http.MethodPut, "/webhook-hosts", httpapi.WebhookHosts{Hosts: append([]string{}, c.Hosts...)}, &list)
	} else {
		err = api.get(ctx, "/webhook-hosts", &list)
	}
	if err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		if len(list.Hosts) == 0 {
			fmt.Fprintln(w, "Messages may go nowhere yet.")
			return
		}
		fmt.Fprintf(w, "Messages may go to %s.\n", strings.Join(list.Hosts, ", "))
	})
}

type webhookAddCmd struct {
	connection
	Name  string   `arg:"" help:"Name for it."`
	URL   string   `arg:"" help:"The address, on a host that was named."`
	Event []string `help:"Events it is told, such as publication.applied; all by default."`
}

// Run adds an address.
func (c *webhookAddCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var made httpapi.WebhookSecret
	if err := api.post(ctx, "/webhooks", httpapi.WebhookBody{Name: c.Name, URL: c.URL, Events: c.Event}, &made); err != nil {
		return err
	}
	return t.print(made, func(w io.Writer) {
		fmt.Fprintf(w, "Added %s. Its messages are signed with this secret, which is shown only now:\n%s\n", made.Webhook.Name, made.Secret)
	})
}

type webhookListCmd struct{ connection }

// Run lists the addresses.
func (c *webhookListCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.WebhookList
	if err := api.get(ctx, "/webhooks", &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		for _, one := range list.Webhooks {
			state := "on"
			if one.Disabled {
				state = "off"
			}
			fmt.Fprintf(w, "%s  %-3s %s  %s %s\n", one.ID, state, one.Name, one.URL, strings.Join(one.Events, ","))
		}
	})
}

// webhookChoice names one webhook.
type webhookChoice struct {
	connection
	Webhook string `arg:"" help:"Name or id of the webhook."`
}

func (c *webhookChoice) with(ctx context.Context, f func(api *client, w webhook.Webhook) error) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.WebhookList
	if err := api.get(ctx, "/webhooks", &list); err != nil {
		return err
	}
	for _, one := range list.Webhooks {
		if one.ID == c.Webhook || one.Name == c.Webhook {
			return f(api, one)
		}
	}
	return territory.Errorf(territory.NotFound, "There is no webhook %q; see bailiwick publish webhook list.", c.Webhook)
}

type webhookChangeCmd struct {
	webhookChoice
	Name  string   `help:"New name."`
	URL   string   `help:"New address."`
	Event []string `help:"Events it is told."`
	On    bool     `help:"Tell it again." xor:"state"`
	Off   bool     `help:"Tell it nothing at present." xor:"state"`
}

// Run changes an address.
func (c *webhookChangeCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, w webhook.Webhook) error {
		request := httpapi.WebhookBody{Name: w.Name, URL: w.URL, Events: w.Events, Disabled: w.Disabled && !c.On || c.Off}
		if c.Name != "" {
			request.Name = c.Name
		}
		if c.URL != "" {
			request.URL = c.URL
		}
		if len(c.Event) > 0 {
			request.Events = c.Event
		}
		if err := api.call(ctx, http.MethodPut, "/webhooks/"+w.ID, request, &w); err != nil {
			return err
		}
		return t.print(w, func(out io.Writer) { fmt.Fprintf(out, "Changed %s.\n", w.Name) })
	})
}

type webhookSecretCmd struct{ webhookChoice }

// Run gives a webhook a new secret.
func (c *webhookSecretCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, w webhook.Webhook) error {
		var made httpapi.WebhookSecret
		if err := api.post(ctx, "/webhooks/"+w.ID+"/secret", nil, &made); err != nil {
			return err
		}
		return t.print(made, func(out io.Writer) {
			fmt.Fprintf(out, "The new secret of %s, shown only now:\n%s\n", w.Name, made.Secret)
		})
	})
}

type webhookTestCmd struct{ webhookChoice }

// Run sends a test message; one that is not taken makes the command fail.
func (c *webhookTestCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, w webhook.Webhook) error {
		var d webhook.Delivery
		if err := api.post(ctx, "/webhooks/"+w.ID+"/test", nil, &d); err != nil {
			return err
		}
		if err := t.print(d, func(out io.Writer) { printDelivery(out, &d) }); err != nil {
			return err
		}
		if d.State != webhook.Delivered {
			return territory.Errorf(territory.Unavailable, "The message was not taken: %s.", d.Problem)
		}
		return nil
	})
}

func printDelivery(w io.Writer, d *webhook.Delivery) {
	fmt.Fprintf(w, "%s  %-9s %-24s %d attempts, status %d. %s\n", d.Created.Local().Format(time.DateTime), d.State, d.Event, d.Attempts, d.Status, d.Problem)
}

type webhookLogCmd struct{ webhookChoice }

// Run lists the messages of an address.
func (c *webhookLogCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, w webhook.Webhook) error {
		var list httpapi.DeliveryList
		if err := api.get(ctx, "/webhooks/"+w.ID+"/deliveries", &list); err != nil {
			return err
		}
		return t.print(list, func(out io.Writer) {
			for i := range list.Deliveries {
				printDelivery(out, &list.Deliveries[i])
			}
		})
	})
}

type webhookDeleteCmd struct{ webhookChoice }

// Run forgets an address.
func (c *webhookDeleteCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, w webhook.Webhook) error {
		if err := api.call(ctx, http.MethodDelete, "/webhooks/"+w.ID, nil, nil); err != nil {
			return err
		}
		return t.print(map[string]string{"deleted": w.ID}, func(out io.Writer) { fmt.Fprintf(out, "Forgot %s.\n", w.Name) })
	})
}
