package sqlite_test

import (
	"context"
	"os"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/sqlite"
	"github.com/bailiwick-planning/bailiwick/internal/storetest"
)

var backend = storetest.Backend{
	New:  func(t testing.TB) string { return t.TempDir() },
	Open: func(ctx context.Context, place string) (storetest.Store, error) { return sqlite.Open(ctx, place) },
}

func TestMain(m *testing.M) {
	storetest.ChildMain(backend)
	os.Exit(m.Run())
}

func TestDB(t *testing.T) {
	t.Parallel()
	storetest.Run(t, backend)
}
