package salesforcesim

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"sync"
)

// Faults are rates, from 0 to 1, of what goes wrong. The zero value is an org
// where nothing does.
type Faults struct {
	TooMany     float64 `json:"429,omitempty"`       // requests answered 429
	Unavailable float64 `json:"503,omitempty"`       // requests answered 503
	Expired     float64 `json:"expired,omitempty"`   // requests that find their session ended
	Drop        float64 `json:"drop,omitempty"`      // connections cut before the request is carried out
	DropAfter   float64 `json:"dropafter,omitempty"` // connections cut after it is, before the answer
	Lock        float64 `json:"lock,omitempty"`      // rows written that are locked
	Validation  float64 `json:"validation,omitempty"`
	Half        float64 `json:"half,omitempty"` // batches of rows of which every second is locked
}

// names gives each rate its name in --faults.
func (f *Faults) names() map[string]*float64 {
	return map[string]*float64{"429": &f.TooMany, "503": &f.Unavailable, "expired": &f.Expired, "drop": &f.Drop, "dropafter": &f.DropAfter,
		"lock": &f.Lock, "validation": &f.Validation, "half": &f.Half}
}

// ParseFaults reads NAME=RATE,… as --faults takes it.
func ParseFaults(s string) (Faults, error) {
	var f Faults
	names := f.names()
	for _, part := range strings.Split(s, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		name, rate, _ := strings.Cut(part, "=")
		x, err := strconv.ParseFloat(rate, 64)
		if names[name] == nil {
			var known []string
			for n := range names {
				known = append(known, n)
			}
			sort.Strings(known)
			return f, fmt.Errorf("faults: %q is not known; use %s", name, strings.Join(known, ", "))
		}
		if err != nil || !(x >= 0 && x <= 1) {
			return f, fmt.Errorf("faults: %s needs a rate from 0 to 1, not %q", name, rate)
		}
		*names[name] = x
	}
	return f, nil
}

// faults draws what goes wrong.
type faults struct {
	mu    sync.Mutex
	rates Faults
	rng   *rand.Rand
	count map[string]int
	next  map[string]int // faults to give exactly once, asked for by a test
}

func newFaults(rates Faults, seed uint64) *faults {
	return &faults{rates: rates, rng: rand.New(rand.NewPCG(seed, 0xFA17)), count: map[string]int{}, next: map[string]int{}}
}

// set replaces the rates.
func (f *faults) set(rates Faults, next map[string]int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rates = rates
	for name, n := range next {
		f.next[name] = n
	}
}

// draw says whether a fault happens now.
func (f *faults) draw(name string, rate float64) bool {
	if f.next[name] > 0 {
		f.next[name]--
	} else if rate <= 0 || f.rng.Float64() >= rate {
		return false
	}
	f.count[name]++
	return true
}

// before draws the faults of a request; true means it has been answered.
func (f *faults) before(w http.ResponseWriter, a *access, token, path string) bool {
	f.mu.Lock()
	api := strings.HasPrefix(path, "/services/data/") || strings.HasPrefix(path, "/services/Soap/m/")
	drop := api && f.draw("drop", f.rates.Drop)
	expired := api && token != "" && f.draw("expired", f.rates.Expired)
	tooMany := api && f.draw("429", f.rates.TooMany)
	unavailable := api && f.draw("503", f.rates.Unavailable)
	f.mu.Unlock()
	if drop {
		panic(http.ErrAbortHandler)
	}
	if expired {
		a.expire(token) // what follows answers 401
	}
	switch {
	case tooMany:
		w.Header().Set("Retry-After", "1")
		http.Error(w, "<html><body>Too Many Requests</body></html>", http.StatusTooManyRequests)
	case unavailable:
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprint(w, `[{"message":"The server is currently unavailable","errorCode":"SERVER_UNAVAILABLE"}]`)
	default:
		return false
	}
	return true
}

// after says whether the answer gets lost.
func (f *faults) after() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.draw("dropafter", f.rates.DropAfter)
}

// batch says whether half of a batch fails.
func (f *faults) batch() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.draw("half", f.rates.Half)
}

// row returns the error that befalls a row that is written, or nil.
func (f *faults) row() *apiError {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.draw("lock", f.rates.Lock) {
		return lockedRow()
	}
	if f.draw("validation", f.rates.Validation) {
		return rowError("FIELD_CUSTOM_VALIDATION_EXCEPTION", "A validation rule of this org does not allow the record.")
	}
	return nil
}

func lockedRow() *apiError {
	return rowError("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record")
}

func rowError(code, message string, fields ...string) *apiError {
	return &apiError{400, code, message, fields, true}
}
