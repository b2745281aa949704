#!/bin/sh
# Finds the system's Chromium for the browser tests, or installs Debian's where that is possible.
set -eu
for name in chromium google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Debian's chromium for the browser tests …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
  exit 0
fi
echo "The tests need Chromium: install your system's package 'chromium', then run 'make test' again." >&2
exit 1
