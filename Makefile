# Two commands do everything: make demo and make test.

GO ?= go

.PHONY: demo test build assets bench clean

# The main job on the embedded store, then the pages on http://127.0.0.1:8080.
demo: build
	./bin/onderdak demo

build:
	$(GO) build -trimpath -o bin/onderdak ./cmd/onderdak

# Installs what the tests need (a browser, PostgreSQL) where it is missing, then
# runs every test on both databases and in the browser.
test:
	./scripts/prepare
	./scripts/check

# Rebuilds the style sheet and script from web/; a test holds the result to its source.
assets:
	$(GO) run ./tools/assets vendor
	$(GO) run ./tools/assets build

# The figures of docs/benchmarks.md.
bench:
	./scripts/bench

clean:
	rm -rf bin
