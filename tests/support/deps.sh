#!/usr/bin/env bash
# Installs what is missing of the named sections of debian-packages.txt:  deps.sh build test
# Touches neither network nor root when nothing is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

packages_of() {
    awk -v want="[$1]" '/^\[/ { inside = ($0 == want); next } inside && NF && !/^#/ { print $1 }' \
        "$here/debian-packages.txt"
}

installed() {
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "deps: not root and no sudo; run as root:  $*" >&2
        exit 1
    fi
}

command -v dpkg-query >/dev/null || {
    echo "deps: this is not a Debian; install the counterparts of $here/debian-packages.txt" >&2
    exit 1
}

missing=()
for section in "$@"; do
    for package in $(packages_of "$section"); do
        installed "$package" || missing+=("$package")
    done
done
[[ ${#missing[@]} == 0 ]] && exit 0

echo "deps: installing from Debian: ${missing[*]}"
as_root apt-get -q update || echo "deps: apt-get update failed, trying with the lists at hand" >&2
as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q install -y --no-install-recommends "${missing[@]}" || {
    echo "deps: apt-get could not install: ${missing[*]} (is the network off?)" >&2
    exit 1
}
