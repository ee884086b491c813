#!/bin/sh
# install.sh WHAT... - installs what is missing of the Debian packages that tools/packages.txt
# lists for run, build or test. Asks nothing; needs no network when nothing is missing.
set -eu
cd "$(dirname "$0")/.."

command -v dpkg-query >/dev/null || {
    echo "This is not a Debian system, so nothing is installed by itself; needed are the packages of tools/packages.txt." >&2
    exit 0
}
missing=
for what; do
    while read -r for_what package command; do
        [ "$for_what" = "$what" ] || continue
        [ "$command" != - ] && command -v "$command" >/dev/null && continue
        case $(dpkg-query -W -f='${db:Status-Status} ' "$package" 2>/dev/null || true) in
        "installed "*) ;;
        *) missing="$missing $package" ;;
        esac
    done < tools/packages.txt
done
[ "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
        echo "Missing:$missing. Install them as root: apt-get install$missing" >&2
        exit 1
    }
    as_root="sudo env"
fi
mkdir -p build
echo "Installing Debian packages:$missing"
# shellcheck disable=SC2086 # lists of words
{
    $as_root apt-get update -q
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    ${as_root:+$as_root DEBIAN_FRONTEND=noninteractive} apt-get install -y -q --no-install-recommends $missing </dev/null
} >build/install.log 2>&1 || {
    tail -n 20 build/install.log >&2
    echo "The packages could not be installed; all of it is in build/install.log." >&2
    exit 1
}
