package main

import (
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

func TestReadHomes(t *testing.T) {
	find := func(name string) (alignment.AreaNumber, error) {
		if name == "North" {
			return 7, nil
		}
		return 0, nil
	}
	homes, err := readHomes(strings.NewReader("lat,Area,lon\n40,North,-90\n41,Zoe,-91.5\n42,,-92\n"), find)
	if err != nil {
		t.Fatal(err)
	}
	if len(homes) != 3 || homes[0].Area != 7 || homes[0].Name != "" || homes[0].Lon != -90 || homes[1].Name != "Zoe" || homes[1].Area != 0 || homes[2].Lat != 42 {
		t.Errorf("got %+v", homes)
	}
	for _, text := range []string{"", "area,lon\nA,1\n", "lon,lat\nx,2\n"} {
		if _, err := readHomes(strings.NewReader(text), find); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}
