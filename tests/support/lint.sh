#!/usr/bin/env bash
# clang-format and clang-tidy over the C++ of the project, or of the folders named. Needs the
# `clang` preset configured (its compile_commands.json), not built.
set -euo pipefail
cd "$(dirname "$0")/../.."
[[ $# -gt 0 ]] || set -- cli sdk devnet programs templates tests

sources() {
    find "$@" -name node_modules -prune -o -type f \( -name '*.cpp' -o -name '*.hpp' \) -print0
}

echo "lint: clang-format"
sources "$@" | xargs -0 -r clang-format-19 --dry-run -Werror

echo "lint: clang-tidy"
folders=$(IFS='|' && echo "$*")
run-clang-tidy-19 -quiet -p build/clang -j "$(nproc)" "^$PWD/($folders)/" 2>build/clang/tidy.err || {
    cat build/clang/tidy.err >&2
    exit 1
}
echo "lint: passed"
