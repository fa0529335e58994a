#!/usr/bin/env bash
# Runs the commands of a transcript and compares what they print with what it shows:
#   transcript.sh ORRERY FILE [EXEC-FLAG...]
# A line "# ..." is copied; a line "$ COMMAND" is run by sh in an empty folder that has a copy of tests/cli/files; its stdout,
# stderr and, unless 0, its exit code "[N]" follow. With flags the commands share one fresh chain
# (orrery exec FLAGS). What differs from run to run is masked: keys, times, ports, the folder.
# UPDATE_GOLDEN=1 rewrites the transcript.
set -euo pipefail
orrery=$(realpath "$1")
transcript=$(realpath "$2")
shift 2
files=$(cd "$(dirname "$0")" && pwd)/files

# Columns beside keys are as wide as the keys happen to be.
mask() {
    sed -E -e "s|$work|/WORK|g" -e '/^\$ /!s/[1-9A-HJ-NP-Za-km-z]{43,88}/KEY/g' \
        -e '/^\$ /!s/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} UTC/TIME/g' \
        -e '/^\$ /!s/(127\.0\.0\.1|localhost):[0-9]{5}\b/\1:PORT/g' \
        -e '/KEY|1{32}/s/   +/  /g' -e 's/[ \t]+$//'
}

run_all() {
    local line code gap=
    while IFS= read -r line <&3; do
        if [[ $line == '#'* ]]; then
            printf '%s%s\n' "$gap" "$line"
            gap=$'\n'
        elif [[ $line == '$ '* ]]; then
            echo "$line"
            code=0
            sh -c "${line#'$ '}" 2>&1 </dev/null || code=$?
            [[ $code == 0 ]] || echo "[$code]"
        fi
    done 3<"$transcript"
}

if [[ ${TRANSCRIPT_INSIDE:-} ]]; then
    run_all
    exit
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home" "$work/run"
ln -s "$orrery" "$work/bin/orrery"
cp -r "$files/." "$work/run"
cd "$work/run"
clean=(env -i PATH="$work/bin:/usr/bin:/bin" HOME="$work/home" TMPDIR="$work" LC_ALL=C.UTF-8
    TRANSCRIPT_INSIDE=1)
me=$(dirname "$files")/transcript.sh
if (($# > 0)); then
    "${clean[@]}" orrery exec "$@" -- "$me" "$orrery" "$transcript" >"$work/shown"
else
    "${clean[@]}" "$me" "$orrery" "$transcript" >"$work/shown"
fi
mask <"$work/shown" >"$work/masked"

if [[ ${UPDATE_GOLDEN:-} ]]; then
    cp "$work/masked" "$transcript"
fi
diff -u --label "$(basename "$transcript")" --label "what it prints now" "$transcript" "$work/masked"
