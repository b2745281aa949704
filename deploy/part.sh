#!/bin/sh
# part.sh PACKAGE SITE [URL] [REPOSITORY]: builds one package by itself into the folder SITE, for build.sh to join.
#
# URL and REPOSITORY are those of the joined site, and SOURCE_DATE_EPOCH in the environment is the moment at which all
# are built: a part that was made for another site or day is refused. ARCHIVE is the folder of the archived texts, for a
# package that shows them, by default archive. Exit 0 built, 1 refused, 2 misused.
set -eu
if [ $# -lt 2 ]; then
  echo "usage: part.sh PACKAGE SITE [URL] [REPOSITORY]" >&2
  exit 2
fi
mingzhang=${MINGZHANG:-.venv/bin/mingzhang}
case $1 in
  '' | -* | *[!a-z0-9-]*) echo "不是数据包的名称：$1 · no name of a package: $1" >&2; exit 2 ;;
esac
package=$1 site=$2 url=${3:-} repository=${4:-}
set --
[ -z "${ARCHIVE:-}" ] || set -- --archive "$ARCHIVE"
"$mingzhang" build --package "$package" --site "$site" ${url:+--url "$url"} ${repository:+--repository "$repository"} "$@"
