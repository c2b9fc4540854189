package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/internal/webhook"
)

var _ webhook.Store = (*DB)(nil)

// AddWebhook implements webhook.Store.
func (db *DB) AddWebhook(ctx context.Context, w webhook.Webhook, sealed []byte) error {
	body, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("encode the webhook: %w", err)
	}
	return db.write(ctx, "record the webhook", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO webhook (id, name, body, sealed) VALUES ($1, $2, $3, $4)`, w.ID, w.Name, string(body), sealed)
		return takenWebhook(err, w.Name)
	})
}

func takenWebhook(err error, name string) error {
	if taken(err) {
		return territory.Say(territory.Conflict, sentence.NameWebhook.With(sentence.Params{"name": name}))
	}
	return err
}

// Webhook implements webhook.Store.
func (db *DB) Webhook(ctx context.Context, id string) (w webhook.Webhook, sealed []byte, err error) {
	var body string
	if err := db.reader.QueryRowContext(ctx, `SELECT body, sealed FROM webhook WHERE id = $1`, id).Scan(&body, &sealed); err != nil {
		return w, nil, failure("read the webhook", found(err, "webhook", id))
	}
	return w, sealed, json.Unmarshal([]byte(body), &w)
}

// Webhooks implements webhook.Store.
func (db *DB) Webhooks(ctx context.Context) ([]webhook.Webhook, error) {
	all, err := rows(ctx, db.reader, scanBody[webhook.Webhook], `SELECT body FROM webhook ORDER BY name`)
	return all, failure("list webhooks", err)
}

// SetWebhook implements webhook.Store.
func (db *DB) SetWebhook(ctx context.Context, w webhook.Webhook, sealed []byte) error {
	body, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("encode the webhook: %w", err)
	}
	return db.write(ctx, "change the webhook", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE webhook SET name = $2, body = $3, sealed = $4 WHERE id = $1`, w.ID, w.Name, string(body), sealed)
		return affected(result, takenWebhook(err, w.Name), "webhook", w.ID)
	})
}

// DeleteWebhook implements webhook.Store.
func (db *DB) DeleteWebhook(ctx context.Context, id string) error {
	return db.write(ctx, "delete the webhook", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM webhook WHERE id = $1`, id)
		return affected(result, err, "webhook", id)
	})
}

// WebhookHosts implements webhook.Store.
func (db *DB) WebhookHosts(ctx context.Context) ([]string, error) {
	all, err := rows(ctx, db.reader, func(row scanner) (host string, err error) { return host, row.Scan(&host) }, `SELECT host FROM webhook_host ORDER BY host`)
	return all, failure("list the hosts of webhooks", err)
}

// SetWebhookHosts implements webhook.Store.
func (db *DB) SetWebhookHosts(ctx context.Context, hosts []string) error {
	return db.write(ctx, "store the hosts of webhooks", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM webhook_host`); err != nil {
			return err
		}
		for _, host := range hosts {
			if _, err := tx.ExecContext(ctx, `INSERT INTO webhook_host (host) VALUES ($1)`, host); err != nil {
				return err
			}
		}
		return nil
	})
}

// AddDeliveries implements webhook.Store.
func (db *DB) AddDeliveries(ctx context.Context, list []webhook.Delivery) error {
	if len(list) == 0 {
		return nil
	}
	return db.write(ctx, "record the messages", func(tx *sql.Tx) error {
		for _, d := range list {
			body, err := json.Marshal(d)
			if err != nil {
				return fmt.Errorf("encode the message: %w", err)
			}
			_, err = tx.ExecContext(ctx, `INSERT INTO webhook_delivery (id, webhook_id, state, next, created, body) VALUES ($1, $2, $3, $4, $5, $6)
				ON CONFLICT (id) DO NOTHING`, d.ID, d.WebhookID, d.State, micros(d.Next), micros(d.Created), string(body))
			if orphan(err) {
				return missing("webhook", d.WebhookID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// SetDelivery implements webhook.Store.
func (db *DB) SetDelivery(ctx context.Context, d webhook.Delivery) error {
	body, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("encode the message: %w", err)
	}
	return db.write(ctx, "record the delivery", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE webhook_delivery SET state = $2, next = $3, body = $4 WHERE id = $1`, d.ID, d.State, micros(d.Next), string(body))
		return err // its webhook may have been deleted meanwhile
	})
}

// DueDeliveries implements webhook.Store.
func (db *DB) DueDeliveries(ctx context.Context, now time.Time) ([]webhook.Delivery, error) {
	all, err := rows(ctx, db.reader, scanBody[webhook.Delivery], `SELECT body FROM webhook_delivery WHERE state = $1 AND next <= $2 ORDER BY next, id LIMIT 200`,
		webhook.Waiting, micros(now))
	return all, failure("list the messages due", err)
}

// Deliveries implements webhook.Store.
func (db *DB) Deliveries(ctx context.Context, webhookID string, limit int) ([]webhook.Delivery, error) {
	all, err := rows(ctx, db.reader, scanBody[webhook.Delivery], `SELECT body FROM webhook_delivery WHERE webhook_id = $1 ORDER BY created DESC, id DESC LIMIT $2`, webhookID, limit)
	return all, failure("list the messages", err)
}
