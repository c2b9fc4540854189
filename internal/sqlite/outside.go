package sqlite

import (
	"context"
	"database/sql"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
)

var (
	_ ingest.GeocodeCache  = (*DB)(nil)
	_ optimize.TravelCache = (*DB)(nil)
)

// Geocodes implements ingest.GeocodeCache.
func (db *DB) Geocodes(ctx context.Context, service string, keys []string) (map[string]ingest.Geocoded, error) {
	answers := make(map[string]ingest.Geocoded)
	err := db.read(ctx, "read kept positions of addresses", func(tx *sql.Tx) error {
		find, err := tx.PrepareContext(ctx, `SELECT found, lon, lat, accuracy FROM geocode WHERE service = $1 AND address = $2`)
		if err != nil {
			return err
		}
		defer find.Close() //nolint:errcheck // ends with the transaction
		for _, key := range keys {
			var g ingest.Geocoded
			var accuracy string
			switch err := find.QueryRowContext(ctx, service, key).Scan(&g.Found, &g.Lon, &g.Lat, &accuracy); err {
			case nil:
				g.Accuracy = dataset.Accuracy(accuracy)
				answers[key] = g
			case sql.ErrNoRows:
			default:
				return err
			}
		}
		return nil
	})
	return answers, err
}

// PutGeocode implements ingest.GeocodeCache.
func (db *DB) PutGeocode(ctx context.Context, service, key string, g ingest.Geocoded) error {
	return db.write(ctx, "keep the position of an address", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO geocode (service, address, found, lon, lat, accuracy) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (service, address) DO UPDATE SET found = excluded.found, lon = excluded.lon, lat = excluded.lat, accuracy = excluded.accuracy`,
			service, key, g.Found, g.Lon, g.Lat, string(g.Accuracy))
		return err
	})
}

// TravelTimes implements optimize.TravelCache.
func (db *DB) TravelTimes(ctx context.Context, service string, centre int64) (map[int64]float64, error) {
	known := map[int64]float64{}
	err := db.read(ctx, "read kept travel times", func(tx *sql.Tx) error {
		found, err := tx.QueryContext(ctx, `SELECT place, seconds FROM travel_time WHERE service = $1 AND centre = $2`, service, centre)
		if err != nil {
			return err
		}
		defer found.Close() //nolint:errcheck // Err below tells
		for found.Next() {
			var place int64
			var seconds float64
			if err := found.Scan(&place, &seconds); err != nil {
				return err
			}
			known[place] = seconds
		}
		return found.Err()
	})
	return known, err
}

// PutTravelTimes implements optimize.TravelCache.
func (db *DB) PutTravelTimes(ctx context.Context, service string, times []optimize.KeptTime) error {
	return db.write(ctx, "keep travel times", func(tx *sql.Tx) error {
		put, err := tx.PrepareContext(ctx, `INSERT INTO travel_time (service, centre, place, seconds) VALUES ($1, $2, $3, $4)
			ON CONFLICT (service, centre, place) DO UPDATE SET seconds = excluded.seconds`)
		if err != nil {
			return err
		}
		defer put.Close() //nolint:errcheck // ends with the transaction
		for _, t := range times {
			if _, err := put.ExecContext(ctx, service, t.Centre, t.Place, t.Seconds); err != nil {
				return err
			}
		}
		return nil
	})
}
