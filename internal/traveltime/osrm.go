package traveltime

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// buildOSRM writes GET /table/v1/{profile}/{lon,lat;…}?sources=…&destinations=….
func (c *Client) buildOSRM(ctx context.Context, profile string, centres, places []geom.Point) (*http.Request, error) {
	var positions, sources, destinations strings.Builder
	add := func(list *strings.Builder, points []geom.Point, first int) {
		for i, p := range points {
			if positions.Len() > 0 {
				positions.WriteByte(';')
			}
			positions.WriteString(degrees(p.X) + "," + degrees(p.Y))
			if i > 0 {
				list.WriteByte(';')
			}
			list.WriteString(strconv.Itoa(first + i))
		}
	}
	add(&sources, centres, 0)
	add(&destinations, places, len(centres))
	u := c.base.JoinPath("table", "v1", profile, positions.String())
	u.RawQuery = "annotations=duration&sources=" + sources.String() + "&destinations=" + destinations.String()
	return http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
}

// degrees writes a coordinate with six decimals, about 10 cm.
func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }

// readOSRM reads a reply: durations by row, null where there is no way, or a
// code that says what is wrong.
func readOSRM(status int, body []byte, rows, columns int) ([]float64, error) {
	var reply struct {
		Code      string       `json:"code"`
		Message   string       `json:"message"`
		Durations [][]*float64 `json:"durations"`
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		if status == http.StatusRequestURITooLong || status == http.StatusRequestEntityTooLarge {
			return nil, errTooBig
		}
		return nil, fmt.Errorf("its reply (status %d) is not as documented: %w", status, err)
	}
	switch reply.Code {
	case "Ok":
	case "TooBig":
		return nil, errTooBig
	default:
		return nil, fmt.Errorf("it answered %s: %s", reply.Code, reply.Message)
	}
	if len(reply.Durations) != rows {
		return nil, fmt.Errorf("its table has %d rows, want %d", len(reply.Durations), rows)
	}
	out := make([]float64, 0, rows*columns)
	for _, row := range reply.Durations {
		if len(row) != columns {
			return nil, fmt.Errorf("its table has %d columns, want %d", len(row), columns)
		}
		for _, v := range row {
			if v == nil {
				out = append(out, math.NaN())
			} else {
				out = append(out, *v)
			}
		}
	}
	return checked(out)
}
