#!/usr/bin/env bash
# Builds the suite's programs, runs them on this machine, on LiteSVM and on our runtime:
#   run.sh TOOLCHAIN_SNIPPETS DIFFERENTIAL_RUNNER WORK_DIR [--seed N] [--only NAME]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
snippets=$1
runner=$2
work=$3
shift 3

mkdir -p "$work"
"$snippets" "$work" "$@"
"$here/../support/node" "$here/check.mjs" "$work/programs.jsonl" "$work/cases.jsonl"
"$runner" "$work/cases.jsonl"
