#!/usr/bin/env bash
# gofmt, vet and staticcheck; with no argument also the web app's checks.
set -euo pipefail
cd "$(dirname "$0")/.."
unformatted=$(gofmt -l $(git ls-files '*.go'))
if [ -n "$unformatted" ]; then
  echo "These files are not formatted with gofmt:"
  echo "$unformatted"
  exit 1
fi
go vet ./...
go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
if [ "${1:-}" != go ]; then
  (cd web && npm run --silent typecheck && npm run --silent lint)
fi
