# Bailiwick. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo 0.1.0-dev)
COMMIT := $(shell git rev-parse --short HEAD 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X main.buildVersion=$(VERSION) -X main.buildCommit=$(COMMIT)
SERVE ?= 1
DEMO_DATA ?= demo-data
DEMO_OUT ?= demo-out
export CGO_ENABLED ?= 0

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  \033[1m%-14s\033[0m %s\n", $$1, $$2}'

.PHONY: demo
demo: build ## set everything up, run the main job on demo data, then serve the app (SERVE=0 ends instead)
	rm -rf $(DEMO_OUT)
	./bin/bailiwick demo --data $(DEMO_DATA) --out $(DEMO_OUT) $(if $(filter 0,$(SERVE)),--no-serve,)

.PHONY: test
test: ## set everything up, then run every test: Go, web, browser
	./scripts/test.sh

.PHONY: build
build: web ## build the binary with the web app inside: bin/bailiwick
	go build -trimpath -ldflags '$(LDFLAGS)' -o bin/bailiwick ./cmd/bailiwick

.PHONY: web
web: web/node_modules/.package-lock.json ## build the web app into web/dist
	cd web && npm run --silent build

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error

.PHONY: dev
dev: web/node_modules/.package-lock.json ## run server and Vite together, reloading the app on change
	go run ./cmd/bailiwick serve --data dev-data & trap 'kill %1' EXIT; cd web && npm run dev

.PHONY: test-go
test-go: ## the fast loop: Go tests
	go test ./...

.PHONY: test-faults
test-faults: ## the fault tests at full length (ten minutes): 200 interrupted publications, twice, and 50 killed imports, refreshes and sweeps
	BAILIWICK_ALL_FAULTS=1 go test -count=1 -timeout 40m -v -run 'Kill9_DuringAPublish|Kill9_DuringImportRefresh|InterruptedAnywhere' ./cmd/bailiwick ./internal/salesforce

# The tests of the whole program in which several clients, jobs or processes work at once.
CONCURRENT := TwentyClients|Changes_OnTop|MainJob_ByAPI|JobEvents|Kill9|SecondProcess|Optimize_Shows|WhatIf_Answers|GC_OnAServer

# SQLite and its C library are translated C that others test; watching each of their memory accesses takes more than half of the time.
UNWATCHED := -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc=-race=false

.PHONY: test-race
test-race: ## Go tests of what is concurrent, under the race detector (needs a C compiler)
	CGO_ENABLED=1 go test -race $(UNWATCHED) -short ./internal/job/... ./internal/sqlite/... ./internal/blob/... ./internal/dataset/... ./internal/httpapi/... ./solve/power/...
	CGO_ENABLED=1 go test -race $(UNWATCHED) -short -run '$(CONCURRENT)' ./cmd/bailiwick

.PHONY: lint
lint: ## gofmt, vet, staticcheck, and the web app's type check and linter
	./scripts/lint.sh

.PHONY: generate
generate: web/node_modules/.package-lock.json ## regenerate what is generated: OpenAPI document, API types, boundary data
	go run ./cmd/bailiwick openapi > api/openapi.json.new && mv api/openapi.json.new api/openapi.json
	cd web && npm run --silent generate:api

.PHONY: bench
bench: ## every benchmark once, so that they keep working
	go test -run '^$$' -bench . -benchtime 1x -short ./...

.PHONY: pictures
pictures: build ## take the pictures in docs/images anew, from the demo and the browser tests
	cd web && PICTURES="$$PWD/../docs/images" BAILIWICK_BIN="$$PWD/../bin/bailiwick" node e2e/run.mjs pictures salesforce

.PHONY: clean
clean: ## remove what was built and the demo's data
	rm -rf bin $(DEMO_DATA) $(DEMO_OUT) web/node_modules web/dist/assets web/dist/index.html
