#!/usr/bin/env bash
# Generates cases with LiteSVM and runs them on our runtime:
#   run.sh RUNNER WORK_DIR [--seed N] [--count N]
# Without --seed it is the fixed seed that every `make test` runs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
runner=$1
work=$2
shift 2

mkdir -p "$work"
cases=$work/cases.jsonl
"$here/../support/node" "$here/generate.mjs" --out "$cases" "$@"
"$runner" "$cases"
