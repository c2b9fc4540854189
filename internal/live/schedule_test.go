package live_test

import (
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/live"
)

// After a long stop the next reading comes once, at the time of day chosen.
func TestSchedule_AfterKeepsTheTimeOfDay(t *testing.T) {
	at := func(text string) time.Time {
		x, err := time.Parse(time.DateTime, text)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	s := live.Schedule{EveryMinutes: 24 * 60, Next: at("2026-03-01 03:00:00")}
	tests := []struct{ now, want string }{
		{"2026-03-01 03:00:00", "2026-03-02 03:00:00"},
		{"2026-03-01 03:00:30", "2026-03-02 03:00:00"},
		{"2026-03-01 02:59:00", "2026-03-02 03:00:00"},
		{"2026-03-05 11:00:00", "2026-03-06 03:00:00"},
	}
	for _, tt := range tests {
		if got := s.After(at(tt.now)); !got.Equal(at(tt.want)) {
			t.Errorf("After(%s) = %v, want %s", tt.now, got, tt.want)
		}
	}
}
