#!/bin/sh
# Prints the path of a Chromium for `make test-pages`; installs Debian's where there is none.
#
# CHROMIUM names another one. Standard output is the path and nothing else.
set -eu

fail() { printf 'nkreport: %s\n' "$*" >&2; exit 1; }
remedy="on Debian and Ubuntu: sudo apt-get install chromium; else name one: make test-pages CHROMIUM=/path/to/chromium"

find_browser() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" 2>/dev/null && return
    done
    return 1
}

if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM" || fail "CHROMIUM=$CHROMIUM is not there; $remedy"
    exit
fi
find_browser && exit

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    fail "no Chromium is there, and only root could install it; $remedy"
fi
command -v apt-get >/dev/null 2>&1 || fail "no Chromium is there, and no apt-get to install it; $remedy"
printf 'Installing chromium for the tests of the pages; this is done once …\n' >&2
# shellcheck disable=SC2086  # nothing, or sudo and its option
{
    $as_root apt-get update -q >&2 || true # what is listed already may do
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qy --no-install-recommends chromium fonts-dejavu-core >&2
} || fail "chromium could not be installed (see above); $remedy"
find_browser || fail "chromium was installed and is not to be found; $remedy"
