#!/bin/sh
# Finds the programs that the tests open the results with (Chromium, LibreOffice, R), or installs Debian's where that
# is possible: as root, or on a throw-away machine of a forge that lets everyone be root.
set -eu

# install PACKAGE COMMAND…: nothing to do where one of the commands is there.
install() {
  package=$1
  shift
  for name in "$@"; do
    if command -v "$name" >/dev/null 2>&1; then return; fi
  done
  root=
  if [ "$(id -u)" != 0 ]; then
    if [ -n "${CI:-}" ] && sudo -n true 2>/dev/null; then root="sudo -n"; else root=none; fi
  fi
  if [ "$root" = none ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need your system's package '$package': install it, then run 'make test' again." >&2
    exit 1
  fi
  echo "Installing Debian's $package for the tests …"
  $root apt-get update -qq
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
}

install chromium chromium google-chrome
install libreoffice-calc-nogui soffice
install r-base-core Rscript
