#!/usr/bin/env bash
# Every test, from a clean clone: installs what is missing (as root on Debian), then lint, Go, race, web, browser, demo.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh

# One way of compiling for everything but the race detector, so that each package is compiled once.
export CGO_ENABLED=0 GOFLAGS=-trimpath

step() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }

step "what the tests need"
need_command node nodejs
need_command npm npm
need_command gcc gcc libc6-dev
need_chromium
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || need_packages postgresql

step "lint, meanwhile; web app: install, type check, lint, unit tests, build"
lint_log=$(mktemp)
./scripts/lint.sh go >"$lint_log" 2>&1 &
lint=$!
(cd web && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error)
(cd web && npm run --silent typecheck && npm run --silent lint && npm test --silent)
make --no-print-directory build

step "what lint found"
wait "$lint" || { cat "$lint_log"; exit 1; }
rm -f "$lint_log"

step "go test ./..., the long tests too"
BAILIWICK_LONG_TESTS=1 go test -timeout 15m ./...

step "the simulated Salesforce org, by a client that others wrote"
BAILIWICK_JSFORCE=1 go test -count=1 -run Jsforce -v ./internal/salesforcesim | grep -E '^(---|ok|FAIL|    )'

step "race detector"
make --no-print-directory test-race

step "generated files are current"
./bin/bailiwick openapi | diff -u api/openapi.json - || { echo "api/openapi.json is out of date: run make generate"; exit 1; }
(cd web && npx --no-install openapi-typescript ../api/openapi.json -o /tmp/bailiwick-schema.$$.ts >/dev/null && diff -u src/api/schema.gen.ts /tmp/bailiwick-schema.$$.ts && rm -f /tmp/bailiwick-schema.$$.ts) \
  || { echo "web/src/api/schema.gen.ts is out of date: run make generate"; exit 1; }

step "demo, without serving"
demo=$(mktemp -d)
trap 'rm -rf "$demo"' EXIT
./bin/bailiwick demo --no-serve --data "$demo/data" --out "$demo/out"
for f in units.csv areas.csv areas.geojson comparison.json; do test -s "$demo/out/$f" || { echo "the demo did not write $f"; exit 1; }; done

step "browser tests"
# They end within a quarter of an hour; what hangs is stopped rather than waited for.
(cd web && BAILIWICK_BIN="$PWD/../bin/bailiwick" timeout --kill-after=10 40m npm run --silent e2e)

step "known vulnerabilities"
./scripts/vulnerabilities.sh

printf '\nAll tests passed in %ss.\n' "$SECONDS"
