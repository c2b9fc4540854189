package traveltime

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

type valhallaPlace struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// buildValhalla writes POST /sources_to_targets.
func (c *Client) buildValhalla(ctx context.Context, profile string, centres, places []geom.Point) (*http.Request, error) {
	list := func(points []geom.Point) []valhallaPlace {
		out := make([]valhallaPlace, len(points))
		for i, p := range points {
			out[i] = valhallaPlace{Lat: p.Y, Lon: p.X}
		}
		return out
	}
	body, err := json.Marshal(map[string]any{"sources": list(centres), "targets": list(places), "costing": profile, "units": "km"})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base.JoinPath("sources_to_targets").String(), bytes.NewReader(body))
	if err == nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, err
}

// Codes of Valhalla's errors for tables beyond its limits.
const (
	valhallaTooManyLocations = 150
	valhallaTooFar           = 154
	valhallaNoPath           = 442
	valhallaNoEdges          = 171
)

// readValhalla reads a reply: rows of pairs with a time in seconds, null where
// there is no way, or an error code.
func readValhalla(status int, body []byte, rows, columns int) ([]float64, error) {
	var reply struct {
		ErrorCode int    `json:"error_code"`
		Error     string `json:"error"`
		Rows      [][]struct {
			Time      *float64 `json:"time"`
			FromIndex int      `json:"from_index"`
			ToIndex   int      `json:"to_index"`
		} `json:"sources_to_targets"`
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		if status == http.StatusRequestEntityTooLarge {
			return nil, errTooBig
		}
		return nil, fmt.Errorf("its reply (status %d) is not as documented: %w", status, err)
	}
	switch {
	case reply.ErrorCode == valhallaTooManyLocations, reply.ErrorCode == valhallaTooFar && rows+columns > 2:
		return nil, errTooBig
	case (reply.ErrorCode == valhallaNoPath || reply.ErrorCode == valhallaNoEdges) && rows*columns == 1:
		return []float64{math.NaN()}, nil
	case reply.ErrorCode != 0:
		return nil, fmt.Errorf("it answered error %d: %s", reply.ErrorCode, reply.Error)
	case len(reply.Rows) != rows:
		return nil, fmt.Errorf("its table has %d rows, want %d", len(reply.Rows), rows)
	}
	out := make([]float64, rows*columns)
	for i := range out {
		out[i] = math.NaN()
	}
	for r, row := range reply.Rows {
		if len(row) != columns {
			return nil, fmt.Errorf("its table has %d columns, want %d", len(row), columns)
		}
		for k, pair := range row {
			if pair.Time != nil {
				out[r*columns+k] = *pair.Time
			}
		}
	}
	return checked(out)
}
