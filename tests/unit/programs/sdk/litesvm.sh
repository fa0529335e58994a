#!/usr/bin/env bash
# litesvm.sh ORRERY WORK_DIR: see litesvm.mjs. Exit status 77, skipped, without clang.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../../.." && pwd)

command -v clang++-19 >/dev/null || command -v clang++-22 >/dev/null || {
    echo "litesvm.sh: neither clang-19 nor clang-22 is installed" >&2
    exit 77
}
mkdir -p "$2"
ORRERY_SDK=$root/programs/sdk exec "$root/tests/support/node" "$here/litesvm.mjs" "$1" "$2"
