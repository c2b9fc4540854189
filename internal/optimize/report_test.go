package optimize

import "testing"

func TestGrouped_WritesNumbersForPeople(t *testing.T) {
	for v, want := range map[float64]string{0.5: "0.5", 99.123: "99.12", 100: "100", 1234.6: "1,235", 12277123.4: "12,277,123", -1234567: "-1,234,567", -123: "-123"} {
		if got := grouped(v); got != want {
			t.Errorf("grouped(%v): got %q, want %q", v, got, want)
		}
	}
}
