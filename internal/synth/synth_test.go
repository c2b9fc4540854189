package synth_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"math"
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/synth"
)

func collect(o synth.Options) []synth.Account {
	return slices.Collect(synth.Accounts(o))
}

func TestAccounts_SameSeedSameAccounts(t *testing.T) {
	t.Parallel()
	o := synth.Options{Seed: 7, Accounts: 500}
	if !slices.Equal(collect(o), collect(o)) {
		t.Error("two runs with one seed differ")
	}
	if slices.Equal(collect(o), collect(synth.Options{Seed: 8, Accounts: 500})) {
		t.Error("two seeds give the same accounts")
	}
}

func TestAccounts_AreBelievable(t *testing.T) {
	t.Parallel()
	accounts := collect(synth.Options{Seed: 1})
	if len(accounts) != 25_000 {
		t.Fatalf("%d accounts, want 25000", len(accounts))
	}
	ids, states, owners := map[string]bool{}, map[string]int{}, map[string]int{}
	ownerDistrict, districtRegion := map[string]string{}, map[string]string{}
	for _, a := range accounts {
		ids[a.ID] = true
		states[a.State]++
		owners[a.Owner]++
		if len(a.ID) != 18 || len(a.PostalCode) != 5 || a.Name == "" || a.City == "" || a.AnnualRevenue < 10_000 || a.VisitsPerYear < 2 || a.OpenCases < 0 {
			t.Fatalf("odd account %+v", a)
		}
		if a.Lat < 20 || a.Lat > 52 || a.Lon < -130 || a.Lon > -62 {
			t.Fatalf("account outside the country: %+v", a)
		}
		if d := ownerDistrict[a.Owner]; d != "" && d != a.District {
			t.Fatalf("owner %s is in districts %s and %s", a.Owner, d, a.District)
		}
		if r := districtRegion[a.District]; r != "" && r != a.Region {
			t.Fatalf("district %s is in regions %s and %s", a.District, r, a.Region)
		}
		ownerDistrict[a.Owner], districtRegion[a.District] = a.District, a.Region
	}
	if len(ids) != len(accounts) {
		t.Errorf("%d different ids", len(ids))
	}
	if len(owners) != 60 || len(districtRegion) < 8 {
		t.Errorf("%d owners in %d districts, want 60 in at least 8", len(owners), len(districtRegion))
	}
	if states["CA"] < 4*states["WA"]/2 || states["CA"] < 2000 || states["WY"] == 0 {
		t.Errorf("accounts by state do not follow its size: %v", states)
	}
	low, high := math.MaxInt, 0
	for _, n := range owners {
		low, high = min(low, n), max(high, n)
	}
	if mean := 25_000 / 60; high < 2*mean || low > mean/2 {
		t.Errorf("owners hold %d to %d accounts: the present plan is too balanced", low, high)
	}
}

func TestAccounts_StayOnLand(t *testing.T) {
	t.Parallel()
	nowhere := func(float64, float64) bool { return false }
	for _, a := range collect(synth.Options{Seed: 3, Accounts: 300, OnLand: func(lon, lat float64) bool { return lat > 33 }}) {
		if a.Lat <= 32.999 {
			t.Fatalf("account %+v is off the land", a)
		}
	}
	if got := collect(synth.Options{Seed: 3, Accounts: 50, OnLand: nowhere}); len(got) != 50 {
		t.Errorf("%d accounts, want 50 even without land", len(got))
	}
}

// The checksum is of values rounded for the file, so it holds on every machine.
func TestWriteAccountsCSV_Golden(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	if err := synth.WriteAccountsCSV(&buf, synth.Options{Seed: 42, Accounts: 1000, Owners: 12, BadRows: 16}); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(buf.Bytes()))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 1017 {
		t.Fatalf("%d rows, %v; want 1017", len(rows), err)
	}
	sum := sha256.Sum256(buf.Bytes())
	const want = "e05ebd3fa86477c9"
	if got := hex.EncodeToString(sum[:8]); got != want {
		t.Errorf("checksum %s, want %s: a change of the generator changes every demo and test that uses it", got, want)
	}
}

func TestSalesforceIDs_CarryTheirCase(t *testing.T) {
	t.Parallel()
	a := collect(synth.Options{Seed: 1, Accounts: 100})
	folded := map[string]bool{}
	for _, x := range a {
		folded[string(bytes.ToLower([]byte(x.ID)))] = true
	}
	if len(folded) != len(a) {
		t.Errorf("%d ids differ when case is ignored, want %d", len(folded), len(a))
	}
}

func TestU_FollowsItsDescription(t *testing.T) {
	t.Parallel()
	p := synth.U(50_000, 5)
	logs := 0.0
	for i := range p.X {
		if p.X[i] < 0 || p.X[i] >= 1 || p.Y[i] < 0 || p.Y[i] >= 1 || p.Weight[i] < 1 {
			t.Fatalf("point %d: (%v, %v), weight %d", i, p.X[i], p.Y[i], p.Weight[i])
		}
		logs += math.Log(float64(p.Weight[i]))
	}
	if mean := logs / 50_000; math.Abs(mean-2) > 0.05 {
		t.Errorf("mean logarithm of the weights is %.3f, want about 2", mean)
	}
	q := synth.U(50_000, 5)
	if !slices.Equal(p.X, q.X) || !slices.Equal(p.Weight, q.Weight) {
		t.Error("the same seed gave other points")
	}
}

func BenchmarkAccounts(b *testing.B) {
	for b.Loop() {
		for range synth.Accounts(synth.Options{Seed: 1, Accounts: 25_000}) {
		}
	}
}
