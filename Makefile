# Everything a newcomer, the tests and the image need goes through here, so that build tags and settings stand in one place.
# Needed for `make build`: Go (see go.mod), gcc, git, make. `make demo` and `make test` fetch the rest themselves on Debian.

# sqlite_fts5: full-text search; without the tag the program builds and then fails when it runs.
TAGS        := sqlite_fts5
# The image has no loadable extensions, no C resolver and no C user database: nothing outside the one file.
STATIC_TAGS := $(TAGS) sqlite_omit_load_extension netgo osusergo
# SQLite is C. It takes a minute or two to compile, once for each set of tags and flags: `build` and `test` share one set.
export CGO_ENABLED := 1
# Where Go's own installer puts it; sudo and cron often forget it.
export PATH := $(PATH):/usr/local/go/bin

# Compiling: gcc with the C library's headers; certificates, because Go fetches modules over https.
BUILD_PACKAGES := gcc libc6-dev ca-certificates
# Only what a test really starts, each with its reason:
#   postgresql  the storage tests run on a real server that they start themselves (no password, private folder and port)
#   libreoffice-calc  the formulas of workbooks are recalculated by a real spreadsheet program
#   libreoffice-writer  documents are opened by a real word processor
#   chromium  reports are printed as pdf by the real one
#   poppler-utils  pdftotext and pdfinfo say what a pdf holds
TEST_PACKAGES := postgresql libreoffice-calc libreoffice-writer chromium poppler-utils

# What `make bench` measures beside our own spreadsheets, rankings and holdings. Where one is absent, the table says so.
BENCH_PACKAGES := libxlsxwriter-dev python3-openpyxl python3-numpy python3-pandas

GOLANGCI_LINT := v2.15.0
# The same as in go.mod.
TEMPL         := v0.3.977
FUZZTIME      ?= 20s
# Fewer executions than this in FUZZTIME mean that a fuzz target is stuck or does nothing.
FUZZFLOOR     ?= 1000
BENCHTIME     ?= 1s
IMAGE         ?= vigil

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo serve test generate vendor e2e lint golden corpus fuzz bench build static image vet setup-build setup-test setup-e2e setup-bench go

help: ## Print every target with its sentence
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: setup-build build ## Build, fill demo/data with fictional companies and write every workbook and report to demo/out
	@rm -rf demo/data demo/out
	@mkdir -p demo/data demo/out
	bin/vigil demo --data demo/data --out demo/out

serve: setup-build build ## Open the demo at http://127.0.0.1:8080 with a login for each role (fills it first where there is none); Ctrl-C ends it
	@[ -f demo/data/vigil.db ] || { mkdir -p demo/data demo/out; bin/vigil demo --data demo/data --out demo/out; }
	@bin/vigil serve --data demo/data --demo-people

# The linter is part of this: compiling it takes under two minutes on two cores, once.
test: setup-build setup-test vet lint ## Install what the tests need, then run gofmt, vet, the linters and every test, with coverage by package
	go test -tags '$(TAGS)' -count=1 -timeout 20m -cover ./...

vet: go bin/tools/templ-$(TEMPL)
	@bad=$$("$$(go env GOROOT)/bin/gofmt" -l .); [ -z "$$bad" ] || { printf 'gofmt: not formatted (run gofmt -w on them):\n%s\n' "$$bad" >&2; exit 1; }
	@before=$$(cat $(TEMPL_FILES) | cksum); bin/tools/templ-$(TEMPL) generate -path internal/web -log-level error; [ "$$before" = "$$(cat $(TEMPL_FILES) | cksum)" ] || \
	  { echo 'The pages in internal/web/*_templ.go were older than their .templ files. They are written anew; look at git diff and commit them.' >&2; exit 1; }
	go vet -tags '$(TAGS)' ./...

TEMPL_FILES = $$(find internal/web -name '*_templ.go' | sort)

generate: go bin/tools/templ-$(TEMPL) ## Write the Go code of the pages anew from their .templ files
	bin/tools/templ-$(TEMPL) fmt -log-level error internal/web
	bin/tools/templ-$(TEMPL) generate -path internal/web

bin/tools/templ-$(TEMPL):
	@mkdir -p bin/tools
	GOBIN='$(CURDIR)/bin/tools' CGO_ENABLED=0 go install github.com/a-h/templ/cmd/templ@$(TEMPL)
	@mv bin/tools/templ $@

# Not part of `make test`: it fills a whole demo and takes hundreds of pictures. Any Node from 18 on will do.
e2e: setup-build setup-e2e build ## Walk through the program with a real browser as each role; writes pictures of every page to bin/e2e
	npm ci --prefix internal/web --no-progress
	node internal/web/e2e/run.js

setup-e2e: go
	@packages='chromium'; command -v node >/dev/null || packages="$$packages nodejs"; command -v npm >/dev/null || packages="$$packages npm"; \
	$(call install,$$packages)

# Only whoever raises a version in internal/web/package.json needs this, and Node for it.
vendor: ## Copy htmx and the fonts from npm into internal/web/static/vendor (needs npm)
	npm ci --prefix internal/web --omit=dev --no-progress
	rm -rf internal/web/static/vendor
	mkdir -p internal/web/static/vendor/fonts
	cp internal/web/node_modules/htmx.org/dist/htmx.min.js internal/web/static/vendor/
	cp internal/web/node_modules/htmx.org/LICENSE internal/web/static/vendor/htmx.LICENSE.txt
	for font in source-sans-3 source-serif-4; do \
	  cp internal/web/node_modules/@fontsource-variable/$$font/files/$$font-latin-wght-normal.woff2 internal/web/node_modules/@fontsource-variable/$$font/files/$$font-latin-ext-wght-normal.woff2 internal/web/static/vendor/fonts/; \
	  cp internal/web/node_modules/@fontsource-variable/$$font/LICENSE internal/web/static/vendor/fonts/$$font.LICENSE.txt; \
	done

lint: go bin/tools/golangci-lint-$(GOLANGCI_LINT) ## Run the linters of .golangci.yml (the first time compiles golangci-lint, two minutes)
	bin/tools/golangci-lint-$(GOLANGCI_LINT) run ./...

bin/tools/golangci-lint-$(GOLANGCI_LINT):
	@mkdir -p bin/tools
	GOBIN='$(CURDIR)/bin/tools' CGO_ENABLED=0 go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT)
	@mv bin/tools/golangci-lint $@

golden: setup-build setup-test ## Rewrite the golden files; look at `git diff` before you commit them
	@packages=$$(go list -tags '$(TAGS)' -f '{{.ImportPath}} {{.TestImports}} {{.XTestImports}}' ./... | awk '/vigil\/internal\/golden/ {print $$1}'); \
	[ -n "$$packages" ] || { echo 'no package uses golden files'; exit 0; }; \
	UPDATE_GOLDEN=1 go test -tags '$(TAGS)' -count=1 $$packages

corpus: setup-build ## Read every hostile workbook and print the verdict, the memory and the time of each
	@go test -tags '$(TAGS)' -count=1 -run '^TestHostileFiles$$' -v ./internal/spreadsheet

fuzz: setup-build setup-test ## Run every fuzz target for FUZZTIME (20s) and print its executions; under FUZZFLOOR is a failure
	@mkdir -p bin; \
	packages=$$({ grep -rl --include='*_test.go' '^func Fuzz' cmd internal || true; } 2>/dev/null | xargs -r -n1 dirname | sort -u | sed 's,^,./,'); \
	[ -n "$$packages" ] || { echo 'no fuzz target found'; exit 1; }; \
	go test -tags '$(TAGS)' -list '^Fuzz' $$packages | awk '/^Fuzz/ {names[n++]=$$1} /^ok/ {for (i=0; i<n; i++) print $$2, names[i]; n=0}' > bin/fuzz-targets; \
	trap 'rm -f bin/fuzz-targets bin/fuzz-log' EXIT; \
	failed=0; total=0; \
	while read -r package target; do \
	  go test -tags '$(TAGS)' -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x "$$package" > bin/fuzz-log 2>&1 </dev/null || { failed=1; cat bin/fuzz-log; }; \
	  execs=$$(sed -n 's/.*execs: \([0-9]*\).*/\1/p' bin/fuzz-log | tail -1); execs=$${execs:-0}; total=$$((total+execs)); \
	  printf '%-40s %-32s %10d executions\n' "$$package" "$$target" "$$execs"; \
	  [ "$$execs" -ge $(FUZZFLOOR) ] || { failed=1; echo "  fewer than $(FUZZFLOOR): the target is stuck, or does nothing" >&2; }; \
	done < bin/fuzz-targets; \
	printf '%-73s %10d executions\n' total "$$total"; exit $$failed

bench: setup-build setup-bench ## Run the benchmarks, with memory figures, spreadsheets beside other programs
	@packages=$$({ grep -rl --include='*_test.go' '^func Benchmark' cmd internal || true; } 2>/dev/null | xargs -r -n1 dirname | sort -u | sed 's,^,./,'); \
	[ -n "$$packages" ] || { echo 'no benchmark found'; exit 0; }; \
	go test -tags '$(TAGS)' -run '^$$' -bench . -benchmem -benchtime $(BENCHTIME) -timeout 60m $$packages

# No -trimpath here: it would compile SQLite a second time, apart from the tests.
build: go ## Write bin/vigil
	@mkdir -p bin
	go build $(VCS) -tags '$(TAGS)' -o bin/vigil ./cmd/vigil

static: go ## Write bin/vigil-static, the one file of the image: it needs nothing else to run
	@mkdir -p bin
	go build $(VCS) -trimpath -tags '$(STATIC_TAGS)' -ldflags '-s -w -linkmode external -extldflags -static' -o bin/vigil-static ./cmd/vigil

image: ## Build the container image (needs Docker)
	@command -v docker >/dev/null || { echo 'make image needs docker, which is not on the PATH' >&2; exit 1; }
	docker build -t '$(IMAGE)' .

# The commit is stamped into the program where git will say it; in a tarball or someone else's checkout there is none.
VCS = $$(git rev-parse HEAD >/dev/null 2>&1 || echo -buildvcs=false)

go:
	@command -v go >/dev/null || { echo 'go is not on the PATH. Install Go (the version is in go.mod) from https://go.dev/dl/ into /usr/local/go, or add its bin folder to PATH.' >&2; exit 1; }

# Another system than Debian is welcome to its own compiler.
setup-build: go
	@if ! command -v apt-get >/dev/null && echo '#include <stdlib.h>' | gcc -E - >/dev/null 2>&1; then exit 0; fi; \
	$(call install,$(BUILD_PACKAGES))

setup-test: go
	@$(call install,$(TEST_PACKAGES))

setup-bench: go
	@$(call install,$(BENCH_PACKAGES))

# install installs those of the Debian packages in $(1) that are missing; SETUP=no leaves it to you.
define install
	if [ '$(SETUP)' = no ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	  echo 'This machine has no apt-get. Install what these Debian packages hold: $(1); then run make again with SETUP=no.' >&2; exit 1; \
	fi; \
	missing=''; \
	for p in $(1); do [ "$$(dpkg-query -W -f '$${db:Status-Status}' $$p 2>/dev/null)" = installed ] || missing="$$missing $$p"; done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	root=''; \
	if [ "$$(id -u)" != 0 ]; then \
	  command -v sudo >/dev/null || { echo "Missing Debian packages:$$missing. Neither root nor sudo here: install them, then run make again." >&2; exit 1; }; \
	  root=sudo; \
	fi; \
	echo "installing$$missing"; \
	$$root apt-get -qq -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120 update; \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120 install --no-install-recommends $$missing >/dev/null
endef
