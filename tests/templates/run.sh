#!/usr/bin/env bash
# Begins a project of a template with an installed Orrery, and does what its README says, word for word;
# without a network: its npm packages are the tests' own.
#   run.sh TEMPLATE SOURCE_DIR BUILD_DIR CXX_COMPILER CXX_FLAGS
set -euo pipefail
template=$1 source=$2 build=$3 compiler=$4 flags=$5
name=my-$template identifier=my_$template
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "templates/$template: $*" >&2
    exit 1
}

# What a newcomer has: the installed command and node on PATH, and nothing of this tree.
clean() {
    env -i PATH="$work/prefix/bin:$work/bin:/usr/local/bin:/usr/bin:/bin" HOME="$work/home" \
        TMPDIR="$work" LC_ALL=C.UTF-8 CXX="$compiler" CXXFLAGS="$flags -Wall -Wextra -Werror" \
        CMAKE_GENERATOR=Ninja "${cache[@]}" "$@"
}

# Fails, with what was said, unless the command ends with this exit code and says this.
says() {
    local code=$1 expected=$2 actual=0
    shift 2
    clean "$@" >"$work/log" 2>&1 || actual=$?
    [[ $actual == "$code" ]] || { cat "$work/log"; fail "$*: exit code $actual"; }
    grep -qF -- "$expected" "$work/log" || { cat "$work/log"; fail "$*: doesn't say: $expected"; }
}

# The README's commands, one per line.
commands() {
    awk '/^```sh$/ { inside = 1; next } /^```/ { inside = 0 } inside' README.md
}

cache=(CCACHE_DISABLE=1)
if command -v ccache >/dev/null; then
    cache=(CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR="$work" CCACHE_NOHASHDIR=1
        CCACHE_DIR="$(ccache --get-config cache_dir)")
fi
mkdir "$work/home" "$work/bin"
ln -s "$("$source/tests/support/node" -p process.execPath)" "$work/bin/node"
cmake --install "$build" --prefix "$work/prefix" >"$work/log" || { cat "$work/log"; fail "no installation"; }

cd "$work"
says 0 "$name/README.md" orrery new "$name" --template "$template"
says 1 "$name is there already" orrery new "$name" --template "$template"
for bad in Upper 1st -dash with/slash test '' "$(printf 'x%.0s' {1..65})"; do
    says 2 'error: ' orrery new --template "$template" -- "$bad"
done
says 2 'there is no template "moon"; there are counter, hello, hook-bot' orrery new another --template moon
[[ $(ls) == $'bin\nhome\nlog\n'"$name"$'\nprefix' ]] || fail "a refused orrery new left something"
cd "$name"
! grep -rE '@(name|identifier)@' . || fail "marks are left"

# What the three commands say, and a program with its header and a source.
case $template in
    hook-bot)
        program=lending header=programs/price/src/price.hpp code=programs/lending/src/lending.cpp
        tests=3 says_demo=('Every lamport is where it belongs.')
        ;;
    *)
        program=$name header=src/$identifier.hpp code=src/$identifier.cpp
        tests=2
        grep -qF 'npm install --prefix client/js' README.md || fail "the README has another set-up"
        ln -s "$source/tests/node_modules" client/js/node_modules
        ;;&
    hello) says_demo=('Program log: Hello, C++!' 'Program log: Hello, JavaScript!') ;;
    counter) says_demo=('C++: the counter is at 2' 'JavaScript: the counter is at 42') ;;
esac
mapfile -t steps < <(commands)
[[ ${#steps[@]} == 3 ]] || fail "the README has ${#steps[@]} commands, not three"
says 0 "target/deploy/$program.so" sh -c "${steps[0]}"
says 0 "100% tests passed, 0 tests failed out of $tests" sh -c "${steps[1]}"
says 0 "${says_demo[0]}" sh -c "${steps[2]}"
for text in "${says_demo[@]}"; do
    grep -qF "$text" "$work/log" || { cat "$work/log"; fail "the demo doesn't say: $text"; }
done
if [[ $template == hook-bot ]]; then
    # One share that isn't as worked out ends the demo.
    sed -i 's/owner = (price \* 40n)/owner = (price * 39n)/' client/money.mjs
    says 1 "the receipt of liquidation" sh -c "${steps[2]}"
fi

# Built again only when something changed; what doesn't build leaves no program to deploy.
says 0 "no work to do" cmake --build build
touch "$header"
says 0 "Building the program $program" cmake --build build --target "$program"
echo 'nonsense' >>"$code"
says 1 "src/${code##*/}" cmake --build build --target "$program"
[[ ! -e target/deploy/$program.so ]] || fail "a program that doesn't build is still there"
echo "templates/$template: passed"
