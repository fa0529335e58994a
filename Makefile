# Orrery's commands. `make up` starts a chain; `make help` lists the rest.
JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 60
ARGS ?=
support := tests/support
ctest := ctest --output-on-failure --no-label-summary -j $(JOBS)

.NOTPARALLEL:
# Builds of this tree in different folders share the compiler cache.
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1

.PHONY: help deps deps-test build up demo prebuilt test soak check check-dev check-tsan check-clang check-fuzz \
        lint bench fresh clean

help:  ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

deps:  ## install what building needs and Debian has (tests/support/debian-packages.txt)
	@$(support)/deps.sh build

deps-test: deps
	@$(support)/deps.sh test
	@$(support)/client_deps.sh

build: deps  ## build/bin/orrery, release
	@cmake --preset release >/dev/null
	@cmake --build --preset release --target orrery -j $(JOBS)

up: build  ## build, then start a chain; flags: make up ARGS="--port 0"
	build/bin/orrery up $(ARGS)

demo: build  ## start a chain, run the README's tour against it, stop it
	@$(support)/demo.sh

prebuilt: build  ## build programs/prebuilt again, after a change of a sample or of programs/sdk
	@$(support)/deps.sh test
	@$(support)/prebuilt.sh build/bin/orrery update

test: deps-test  ## build everything and run every default test
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS)
	@$(ctest) --test-dir build

soak: deps  ## tests that take minutes: random worlds at full length
	@cmake --preset release >/dev/null
	@cmake --build --preset release --target unit_devnet_bank -j $(JOBS)
	@$(ctest) --test-dir build -C soak -L soak --verbose

check: check-dev check-tsan check-clang check-fuzz  ## sanitizers, second compiler, fuzzing
	@echo "check: passed"

check-dev: deps  ## unit tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@cmake --preset dev >/dev/null
	@cmake --build --preset dev -j $(JOBS)
	@$(ctest) --test-dir build/dev -L unit

check-tsan: deps  ## unit tests under ThreadSanitizer
	@cmake --preset tsan >/dev/null
	@cmake --build --preset tsan -j $(JOBS)
	@$(support)/fixed_addresses.sh $(ctest) --test-dir build/tsan -L unit

check-clang: deps  ## everything with clang 19, warnings as errors, each header alone
	@$(support)/deps.sh check
	@cmake --preset clang >/dev/null
	@cmake --build --preset clang -j $(JOBS)

check-fuzz: deps  ## every fuzz target for FUZZ_SECONDS
	@$(support)/deps.sh check
	@cmake --preset fuzz >/dev/null
	@cmake --build --preset fuzz -j $(JOBS)
	@$(support)/fuzz.sh $(FUZZ_SECONDS) $(JOBS)

lint: deps  ## clang-format and clang-tidy; one folder: make lint ARGS=sdk/codec
	@$(support)/deps.sh check lint
	@cmake --preset clang >/dev/null
	@$(support)/lint.sh $(ARGS)

bench: deps-test  ## every benchmark, beside LiteSVM where it has one
	@cmake --preset bench >/dev/null
	@cmake --build --preset bench -j $(JOBS)
	@$(support)/bench.sh $(ARGS)

fresh:  ## prove up, test and demo on a bare Debian 12 (root; debootstrap)
	@$(support)/deps.sh fresh
	@$(support)/fresh.sh

clean:  ## remove build/
	@rm -rf build
