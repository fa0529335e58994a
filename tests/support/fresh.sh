#!/usr/bin/env bash
# Proves on a bare Debian 12 that a fresh clone comes up, passes its tests and shows its demo:
# debootstraps one into a temporary folder, clones the last commit into it, and runs
# fresh_inside.sh there. The chroot reaches the package registries as this machine does: its Debian
# mirror, apt's Acquire options, npm's configuration, proxy variables and extra certificates come
# along. Mounts and processes live in namespaces of their own and vanish with them.
#   FRESH_DIR=DIR     where to put the chroot (default: a folder under /var/tmp; removed at the end)
#   FRESH_STEPS=...   which of "up test demo" to run
#   JOBS=N            as for make, inside (default: all cores)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
steps=${FRESH_STEPS:-up test demo}

if [[ $(id -u) != 0 ]]; then
    exec sudo --preserve-env=FRESH_DIR,FRESH_STEPS,JOBS,http_proxy,https_proxy,no_proxy "$0" "$@"
fi

# "URI suite components" of each Debian archive of this machine that serves bookworm.
debian_archives() {
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' 2>/dev/null |
        awk '$1 == "Debian" && $3 ~ /^bookworm/ && $4 == "main" { print $2, $3, $4 }' | sort -u
}

archives=$(debian_archives)
[[ -n $archives ]] || archives="http://deb.debian.org/debian bookworm main"
mirror=$(awk '$2 == "bookworm" { print $1; exit }' <<<"$archives")

chroot_dir=${FRESH_DIR:-$(mktemp -d /var/tmp/orrery-fresh.XXXXXX)}
mkdir -p "$chroot_dir"
chmod 755 "$chroot_dir"  # apt downloads as a user of its own
trap 'rm -rf --one-file-system "$chroot_dir"' EXIT

echo "fresh: bare Debian 12 from $mirror into $chroot_dir"
debootstrap --variant=minbase --include=ca-certificates,git,make \
    bookworm "$chroot_dir" "$mirror" >"$chroot_dir.log" 2>&1 || {
    tail -n 20 "$chroot_dir.log" >&2
    exit 1
}
rm -f "$chroot_dir.log"

carry_over_apt() {
    sed 's/^/deb /' <<<"$archives" >"$chroot_dir/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(http|https|Check|Retries)' \
        >"$chroot_dir/etc/apt/apt.conf.d/90host" || true
    for file in auth.conf auth.conf.d; do
        [[ ! -e /etc/apt/$file ]] || cp -a "/etc/apt/$file" "$chroot_dir/etc/apt/"
    done
}

carry_over_certificates() {
    cp -a /usr/local/share/ca-certificates/. "$chroot_dir/usr/local/share/ca-certificates/"
    chroot "$chroot_dir" update-ca-certificates >/dev/null
    # A file that a variable points at must stand at its place.
    for file in "${SSL_CERT_FILE:-}" "${NODE_EXTRA_CA_CERTS:-}"; do
        [[ -n $file && ! -e $chroot_dir/$file ]] || continue
        install -D -m 644 "$file" "$chroot_dir/$file"
    done
}

carry_over_npm() {
    local files=("$HOME/.npmrc" /etc/npmrc)
    ! command -v npm >/dev/null || files+=("$(npm config get globalconfig 2>/dev/null)")
    for file in "${files[@]}"; do
        [[ ! -f $file ]] || cat "$file" >>"$chroot_dir/root/.npmrc"
    done
}

cp -L /etc/resolv.conf /etc/hosts "$chroot_dir/etc/"
carry_over_apt
carry_over_certificates
carry_over_npm

git -C "$root" diff --quiet HEAD || echo "fresh: note: what is not committed is not proved"
git -c safe.directory='*' clone --quiet --no-hardlinks "$root" "$chroot_dir/root/orrery"

environment=(HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
for name in JOBS http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY \
    SSL_CERT_FILE NODE_EXTRA_CA_CERTS; do
    [[ -z ${!name:-} ]] || environment+=("$name=${!name}")
done

unshare --mount --pid --fork --kill-child bash -euc '
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    exec chroot "$1" /usr/bin/env -i "${@:3}" \
        bash /root/orrery/tests/support/fresh_inside.sh $2
' _ "$chroot_dir" "$steps" "${environment[@]}"
