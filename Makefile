# `make` alone lists what there is to do.

PREFIX ?= /usr/local
DESTDIR ?=
# What the shipped models are trained with.
DATA ?= ../shared/data

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build test lint bench bench-matching bench-growth bench-latency bench-profile bench-stages bench-budget bench-endurance bench-queues bench-imports bench-million models check-models check-instructions check-evaluate faults fuzz sanitize install clean

# Optimised as a whole, C and Swift together. Debug builds, and so the tests, check for overlapping accesses at run time.
RELEASE := -c release --static-swift-stdlib --experimental-lto-mode full -Xswiftc -enforce-exclusivity=unchecked \
    --product modfilter
THREAD := -c release --sanitize thread -Xswiftc -enable-testing --scratch-path .build-thread \
    -Xcc -mllvm -Xcc -tsan-instrument-func-entry-exit=0
SHARE := $(DESTDIR)$(PREFIX)/share/modfilter

help: ## Show this help
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' Makefile | while read -r name does; do printf 'make %-18s %s\n' "$$name" "$$does"; done

run: build ## Judge the sample comments with the shipped rules and show the verdicts
	@# Status 1 is no failure here: the samples hold broken lines on purpose.
	@.build/release/modfilter --rules rules < Samples/comments.jsonl || [ $$? -eq 1 ]

build: ## Install what is missing and build the release binary, .build/release/modfilter
	@scripts/install-dependencies
	@scripts/build $(RELEASE)

test: ## Install what is missing and run all tests
	@scripts/install-dependencies
	@scripts/build --build-tests
	@swift test --skip-build --skip CommandTests
	@# Apart from the others: what those start would inherit the ends of pipes that these tests close.
	@swift test --skip-build --filter CommandTests

lint: ## Check the formatting of all Swift files
	@swift format lint --strict --recursive --parallel Sources Tests Fuzz/Sources Benchmarks/Stages Package.swift Fuzz/Package.swift
	@echo "Formatting is clean."

bench: ## Compare speed and memory with the same rules in other programs; writes Benchmarks/results/
	@scripts/install-dependencies bench
	@scripts/build $(RELEASE)
	@Benchmarks/run
	@Benchmarks/queues
	@Benchmarks/history
	@Benchmarks/matching

check-instructions: ## Count the instructions that a comment takes, and refuse 5 % more than Benchmarks/instructions.json says
	@scripts/install-dependencies valgrind binutils
	@scripts/install-dependencies
	@scripts/build $(RELEASE)
	@Benchmarks/instructions

bench-matching: ## Measure lists, patterns and loading alone
	@scripts/install-dependencies bench
	@scripts/build $(RELEASE)
	@Benchmarks/matching

bench-growth: ## Measure how cost grows with rules and the length of comments; writes Benchmarks/results/growth.md
	@scripts/install-dependencies bench
	@scripts/build $(RELEASE)
	@Benchmarks/growth

bench-latency: ## Measure how long a comment waits, alone and among many; writes Benchmarks/results/latency.md
	@scripts/install-dependencies bench
	@scripts/build $(RELEASE)
	@Benchmarks/latency

bench-profile: ## Count where the instructions of a comment go; writes Benchmarks/results/profile.md
	@scripts/install-dependencies bench
	@scripts/build $(RELEASE)
	@Benchmarks/profile

bench-stages: ## Measure single stages in one process: reading, folding, matching, models, writing
	@scripts/install-dependencies bench
	@Benchmarks/stages

bench-budget: ## Measure that hostile rules end within their budget, and what that costs
	@scripts/install-dependencies bench
	@scripts/build -c release --build-tests -Xswiftc -enable-testing --scratch-path .build-release-tests
	@swift test -c release --skip-build -Xswiftc -enable-testing --scratch-path .build-release-tests --filter BudgetTests
	@scripts/build $(RELEASE)
	@Benchmarks/strings
	@scripts/build $(RELEASE) -Xcc -DCLUA_UNBUDGETED --scratch-path .build-unbudgeted
	@Benchmarks/budget .build/release/modfilter .build-unbudgeted/release/modfilter

bench-queues: ## Measure queues and history alone
	@scripts/install-dependencies bench
	@scripts/build $(RELEASE)
	@Benchmarks/queues
	@Benchmarks/history

bench-imports: ## Measure speed and memory of imports of a million comments
	@scripts/install-dependencies bench
	@scripts/build $(RELEASE)
	@Benchmarks/imports

bench-endurance: ## Measure that memory stays flat over ten million comments, some minutes
	@scripts/install-dependencies bench
	@scripts/build $(RELEASE)
	@Benchmarks/endurance

bench-million: ## Measure the commands on a queue of a million comments
	@scripts/install-dependencies bench
	@scripts/build $(RELEASE)
	@Benchmarks/million

models: build ## Train the shipped models anew from public data (DATA=../shared/data), some minutes
	@scripts/train-models $(DATA)

check-models: build ## Say how well rules and models do on public data that they were not trained with (DATA=…)
	@scripts/check-models $(DATA)

check-evaluate: build ## Compare the figures of evaluate with scikit-learn's, where that is installed
	@scripts/check-evaluate

faults: ## Kill runs at 200 random moments, fill disks and damage files: the queue loses nothing (some minutes)
	@scripts/install-dependencies bench
	@scripts/build $(RELEASE)
	@scripts/faults

fuzz: ## Try the text functions, the sandbox and imports on made-up inputs, ten minutes each (SECONDS=600)
	@scripts/install-dependencies
	@scripts/fuzz $(or $(SECONDS),600)

sanitize: ## Run the tests with AddressSanitizer, then with ThreadSanitizer
	@scripts/install-dependencies
	@scripts/build --build-tests --sanitize address --scratch-path .build-address
	@MODFILTER_SANITIZED=1 LSAN_OPTIONS=suppressions=$(CURDIR)/scripts/leaks.txt \
	    swift test --skip-build --sanitize address --scratch-path .build-address --skip CommandTests
	@# Optimised, or the hostile texts take an hour. C without its frames: Lua's errors jump over them, and the
	@# sanitizer's own stack would overflow. Its accesses to memory are still watched.
	@scripts/build $(THREAD) --build-tests
	@MODFILTER_SANITIZED=1 swift test $(THREAD) --skip-build --skip CommandTests

install: build ## Install to PREFIX (/usr/local), below DESTDIR: the binary and the shipped rules
	@install -D -m 755 .build/release/modfilter "$(DESTDIR)$(PREFIX)/bin/modfilter"
	@# Afresh, or a rule that is gone from the pack would go on judging.
	@rm -rf "$(SHARE)/rules"
	@find rules -type f \( -name '*.lua' -o -path 'rules/lists/*' -o -path 'rules/models/*' \) \
	    ! -path 'rules/tests/*' ! -path 'rules/meta/*' ! -path '*/[._]*' \
	    | while IFS= read -r file; do install -D -m 644 "$$file" "$(SHARE)/$$file"; done
	@echo "Installed $(DESTDIR)$(PREFIX)/bin/modfilter and $(SHARE)/rules"

clean: ## Remove everything that was built
	@rm -rf .build .build-*
