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
says 2 'there is no template "moon"; there are counter, hello' orrery new another --template moon
[[ $(ls) == $'bin\nhome\nlog\n'"$name"$'\nprefix' ]] || fail "a refused orrery new left something"
cd "$name"
! grep -rE '@(name|identifier)@' . || fail "marks are left"
grep -qF 'npm install --prefix client/js' README.md || fail "the README has another set-up"
ln -s "$source/tests/node_modules" client/js/node_modules

mapfile -t steps < <(commands)
[[ ${#steps[@]} == 3 ]] || fail "the README has ${#steps[@]} commands, not three"
says 0 "Program     target/deploy/$name.so" sh -c "${steps[0]}"
says 0 "100% tests passed, 0 tests failed out of 2" sh -c "${steps[1]}"
case $template in
    hello) from_cpp='Program log: Hello, C++!' from_js='Program log: Hello, JavaScript!' ;;
    counter) from_cpp='C++: the counter is at 2' from_js='JavaScript: the counter is at 42' ;;
esac
says 0 "$from_cpp" sh -c "${steps[2]}"
grep -qF "$from_js" "$work/log" || { cat "$work/log"; fail "the demo doesn't say: $from_js"; }

# Built again only when something changed; what doesn't build leaves no program to deploy.
says 0 "no work to do" cmake --build build
touch "src/$identifier.hpp"
says 0 "Building the program $name" cmake --build build --target "$name"
echo 'nonsense' >>"src/$identifier.cpp"
says 1 "src/$identifier.cpp" cmake --build build --target "$name"
[[ ! -e target/deploy/$name.so ]] || fail "a program that doesn't build is still there"
echo "templates/$template: passed"
