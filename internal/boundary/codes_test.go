package boundary_test

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

func coded(codes ...string) *boundary.Set {
	s := &boundary.Set{}
	for _, code := range codes {
		s.Boundaries = append(s.Boundaries, boundary.Boundary{Code: code, Shape: geom.MultiPolygon{{}}})
	}
	return s
}

func TestCodeIndex_MatchOrder(t *testing.T) {
	t.Parallel()
	zip := coded("01234", "12345", "00501")
	mixed := coded("BE_1000", "CH_1000", "CH_2000", "DE_10115")
	point := coded("10115")
	point.Boundaries = append(point.Boundaries, boundary.Boundary{Code: "10-115"}, boundary.Boundary{Code: "99999"})
	uk := coded("AB10", "AB1", "EC1A")
	const none = boundary.None
	for name, x := range map[string]struct {
		set           *boundary.Set
		code, country string
		want          int32
		end           boundary.CodeMatch
	}{
		"exact":                         {zip, "12345", "", 1, boundary.CodeFound},
		"ZIP+4":                         {zip, "12345-6789", "", 1, boundary.CodeFound},
		"ZIP+4 without a hyphen":        {zip, "123456789", "", 1, boundary.CodeFound},
		"lost leading zero":             {zip, "1234", "", 0, boundary.CodeFound},
		"ZIP+4 that lost its zero":      {zip, "12346789", "", 0, boundary.CodeFound},
		"spaces around":                 {zip, " 00501 ", "", 2, boundary.CodeFound},
		"no code":                       {zip, "", "", none, boundary.CodeUnknown},
		"only zeros":                    {zip, "00000", "", none, boundary.CodeUnknown},
		"unknown":                       {zip, "54321", "US", none, boundary.CodeUnknown},
		"country and code":              {mixed, "1000", "ch", 1, boundary.CodeFound},
		"COUNTRY_CODE key":              {mixed, "be_1000", "", 0, boundary.CodeFound},
		"code alone, in two countries":  {mixed, "1000", "", none, boundary.CodeAmbiguous},
		"code alone, in one country":    {mixed, "2000", "", 2, boundary.CodeFound},
		"wrong country, code unique":    {mixed, "10115", "AT", 3, boundary.CodeFound},
		"shape before point code":       {point, "1 0115", "", 0, boundary.CodeFound},
		"point code":                    {point, "99999", "", 2, boundary.CodeFound},
		"district of a whole postcode":  {uk, "AB10 1AA", "GB", 0, boundary.CodeFound},
		"district in small letters":     {uk, "ec1a 1bb", "", 2, boundary.CodeFound},
		"no guess from a longer prefix": {uk, "AB109XX", "", none, boundary.CodeUnknown},
	} {
		got, end := boundary.NewCodeIndex(x.set).Find(x.code, x.country)
		if got != x.want || end != x.end {
			t.Errorf("%s: Find(%q, %q) = %d, %d, want %d, %d", name, x.code, x.country, got, end, x.want, x.end)
		}
	}
}
