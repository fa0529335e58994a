#!/usr/bin/env bash
# Makes the client tests runnable: a node >= 20.18 and the npm packages of tests/package-lock.json.
# Touches no network when both are there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tests=$(cd "$here/.." && pwd)

die() {
    echo "client deps: $*" >&2
    exit 1
}

# Debian's npm depends on Debian's nodejs: beside anyone else's it would replace or break it.
foreign_node() {
    local node
    node=$(command -v node || command -v nodejs) || return 1
    [[ $(dpkg-query -W -f='${Version}' nodejs 2>/dev/null) != *dfsg* ]] && return 0
    ! dpkg-query -L nodejs | grep -qxF "$(readlink -f "$node")"
}

ensure_npm() {
    command -v npm >/dev/null && return
    foreign_node && die "$(command -v node) is not Debian's and has no npm: install npm from where it came"
    "$here/deps.sh" node
}

ensure_node() {
    "$here/node" -e '' 2>/dev/null && return
    ensure_npm
    echo "client deps: no node >= 20.18 on PATH: installing node@22 under tests/.node"
    mkdir -p "$tests/.node"
    npm install --prefix "$tests/.node" --no-save --no-package-lock --no-audit --no-fund node@22 ||
        die "npm could not install node@22 (is the network off?)"
    "$here/node" -e '' || die "node@22 does not run here"
}

# npm leaves out optional packages that want a newer node than it runs on itself, and LiteSVM's
# binary is one: Debian's npm has to run on the tests' node.
npm_on_tests_node() {
    local node npm
    node=$("$here/node" -p process.execPath)
    npm=$(readlink -f "$(command -v npm)")
    if [[ $npm == *.js ]]; then
        PATH=$(dirname "$node"):$PATH "$node" "$npm" "$@"
    else
        PATH=$(dirname "$node"):$PATH npm "$@"
    fi
}

# npm leaves a copy of the lockfile's tree behind when it is done, so its age says "up to date".
packages_current() {
    [[ $tests/node_modules/.package-lock.json -nt $tests/package-lock.json ]]
}

ensure_node
packages_current && exit 0
ensure_npm
echo "client deps: installing the packages of tests/package-lock.json"
# No package's own script has to run, and none gets to.
(cd "$tests" && npm_on_tests_node ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
    die "npm could not install the client libraries (is the network off?)"
(cd "$tests" && "$here/node" --input-type=module -e 'await import("litesvm")') ||
    die "the litesvm package does not load here; remove tests/node_modules and try again"
touch "$tests/node_modules/.package-lock.json"
