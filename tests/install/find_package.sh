#!/usr/bin/env bash
# Installs a build into a prefix, moves that, and builds and runs projects that find it there: the
# example of docs/sandbox.md, and tests/install.
#   find_package.sh SOURCE_DIR BUILD_DIR CXX_COMPILER CXX_FLAGS
set -euo pipefail
source=$1 build=$2 compiler=$3 flags=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "install: $*" >&2
    exit 1
}

# The first code block of a language in the guide.
block() {
    awk -v fence="\`\`\`$1" '$0 == fence { inside = 1; next } inside && /^```$/ { exit } inside' \
        "$source/docs/sandbox.md"
}

# Configures, builds and runs a project: use FOLDER PROGRAM
use() {
    cmake -S "$1" -B "$work/build-$2" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" \
        -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="$flags" >"$work/log" 2>&1 &&
        cmake --build "$work/build-$2" >>"$work/log" 2>&1 || { cat "$work/log"; fail "$2: no build"; }
    "$work/build-$2/$2" || fail "$2: exit code $?"
}

cmake --install "$build" --prefix "$work/installed" >"$work/log" || { cat "$work/log"; fail "no installation"; }
# Nothing may depend on where it was installed, built, or written.
mv "$work/installed" "$work/prefix"
for path in "$work/installed" "$source/" "$build/"; do
    ! named=$(grep -rlF -- "$path" "$work/prefix") || fail "$path stands in $named"
done
[[ $("$work/prefix/bin/orrery" --version) == "orrery "* ]] || fail "bin/orrery doesn't run"

mkdir "$work/example"
block cmake >"$work/example/CMakeLists.txt"
block cpp >"$work/example/allowance_test.cpp"
use "$work/example" allowance_test
cp -r "$source/tests/install" "$work/user"  # a program is built beside its sources
use "$work/user" sdk_user
grep -q "sBPF v0" "$work/log" || { cat "$work/log"; fail "the program isn't what was asked for"; }
touch "$work/user/include/answer.h"
cmake --build "$work/build-sdk_user" >"$work/log" || { cat "$work/log"; fail "no build after a change"; }
grep -q "Building the program answer" "$work/log" || fail "a changed header doesn't build the program again"

# A component that doesn't exist, and what is said of it.
printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(user LANGUAGES CXX)' \
    'find_package(orrery REQUIRED COMPONENTS moon)' >"$work/example/CMakeLists.txt"
! cmake -S "$work/example" -B "$work/build-moon" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" \
    -DCMAKE_CXX_COMPILER="$compiler" >"$work/log" 2>&1 || fail "a component moon was found"
grep -q "orrery has no component moon" "$work/log" || { cat "$work/log"; fail "moon: no reason"; }
echo "install: passed"
