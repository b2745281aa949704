#!/bin/sh
# build.sh PUBLISHED [URL] [REPOSITORY]: what is published: checks again, against the site as it stands, then builds site/.
#
# PUBLISHED is the site as it stands: its address, or the folder it is in. Its build.json says from which commit it was
# made: a figure that differs from there without a correction is refused, whatever way the change came to main. Its
# list of checksums and its revisions go on into the new site, which is refused where it knows less. With BASE in the
# environment the figures are held against that commit. Only FIRST_PUBLICATION=yes says that there is no site yet; it is
# refused where there is one, and without it a site that cannot be read stops the publication.
# ARCHIVE is the folder of the archived texts, for packages that show them, by default archive; PARTS is the folder in which the sites stand
# that part.sh built of single packages, of which this one is joined.
# Exit 0 built, 1 refused, 2 misused.
set -eu
if [ $# -lt 1 ]; then
  echo "usage: build.sh PUBLISHED [URL] [REPOSITORY]" >&2
  exit 2
fi
mingzhang=${MINGZHANG:-.venv/bin/mingzhang}
here=$(dirname "$0")
rm -rf published
base=$(FIRST_PUBLICATION=${FIRST_PUBLICATION:-} python3 "$here/published.py" "$1" published/versions.json "${BASE:-}")
set -- "${2:-}" "${3:-}"
if [ -n "$base" ]; then
  "$mingzhang" check --base "$base" --format "${FORMAT:-text}"
fi
[ ! -e published ] || set -- "$@" --published published/versions.json
[ -z "${ARCHIVE:-}" ] || set -- "$@" --archive "$ARCHIVE"
url=$1 repository=$2
shift 2
[ -z "${PARTS:-}" ] || set -- "$@" --assemble "$PARTS"/*
"$mingzhang" build ${url:+--url "$url"} ${repository:+--repository "$repository"} "$@"
