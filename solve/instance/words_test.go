package instance

import (
	"math"
	"testing"
)

func TestAmount_WritesForPeople(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 2.2: "2.2", 999.5: "999.5", 1000: "1,000", 668123456.4: "668,123,456", 999999.6: "1,000,000", -12345: "-12,345",
		1e18: "1e+18", math.Inf(1): "+Inf",
	} {
		if got := Amount(x); got != want {
			t.Errorf("Amount(%g) = %q, want %q", x, got, want)
		}
	}
}

func TestUnit_IsCalledByNameOrNumber(t *testing.T) {
	in := &Instance{}
	if got := in.Unit(3); got != "unit 3" {
		t.Errorf("without names: %q", got)
	}
	in.UnitName = func(i int) string { return map[int]string{3: "Acme"}[i] }
	if got := in.Unit(3) + ", " + in.Unit(4); got != "Acme, unit 4" {
		t.Errorf("with names: %q", got)
	}
}
