#!/usr/bin/env bash
# Runs the commands of docs/PAGE.md with an installed Orrery against a chain of their own, and
# compares what they print with what the page shows; keys, numbers and columns aside.
#   guide.sh SOURCE_DIR BUILD_DIR PAGE
set -euo pipefail
source=$1 build=$2 page=docs/$3.md

# The page's console blocks.
shown() {
    awk '/^```console$/ { inside = 1; next } /^```/ { inside = 0 } inside' "$source/$page"
}

# Without a network: the packages are the tests' own.
npm() {
    [[ $* == "install --prefix client/js --silent" ]] && ln -s "$source/tests/node_modules" client/js/
}

run_shown() {
    local line
    while IFS= read -r line <&3; do
        [[ $line == '$ '* ]] || continue
        echo "$line"
        eval "${line#'$ '}" 2>&1
    done 3< <(shown)
}

# Lines of the page's own source stay as they are.
mask() {
    sed -E -e '/^\$ /b' -e 's/[1-9A-HJ-NP-Za-km-z]{32,88}/KEY/g' -e 's/hpp:[0-9]+/hpp:N/' \
        -e 's/(^|[^:0-9.lruv])[0-9]+(,[0-9]{3})*(\.[0-9]+)?/\1N/g' -e 's/  +/ /g' -e 's/ +$//' -e '/^$/d'
}

if [[ ${GUIDE_INSIDE:-} ]]; then
    set +eo pipefail  # a call may fail, as its page says
    run_shown
    exit
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home" "$work/bin" "$work/projects"
ln -s "$("$source/tests/support/node" -p process.execPath)" "$work/bin/node"
cmake --install "$build" --prefix "$work/prefix" >"$work/log" || { cat "$work/log"; exit 1; }
me=$(realpath "$0")
cd "$work/projects"
env -i PATH="$work/prefix/bin:$work/bin:/usr/local/bin:/usr/bin:/bin" HOME="$work/home" \
    TMPDIR="$work" LC_ALL=C.UTF-8 CMAKE_GENERATOR=Ninja \
    GUIDE_INSIDE=1 orrery exec -- bash "$me" "$source" "$build" "$3" | tee "$work/printed"
diff -u --label "$page" --label "what it prints now" <(shown | mask) <(mask <"$work/printed")
