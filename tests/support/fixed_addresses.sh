#!/usr/bin/env bash
# Runs a command without address space randomisation where that is permitted: g++ 12's
# ThreadSanitizer refuses the wide randomisation of newer kernels.
set -euo pipefail
if setarch "$(uname -m)" -R true 2>/dev/null; then
    exec setarch "$(uname -m)" -R "$@"
fi
exec "$@"
