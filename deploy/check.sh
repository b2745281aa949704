#!/bin/sh
# check.sh BASE REPORT [FORMAT]: the data as they are here, against those of the commit BASE.
#
# Prints the problems in FORMAT (text; github for annotations), and writes REPORT in Markdown: the problems, and what the
# change does to published figures and verdicts; in the site's main language, or in LANGUAGE_OF_REPORT. Exit 0 fine, 1 problems found, 2 misused.
set -eu
if [ $# -lt 2 ]; then
  echo "usage: check.sh BASE REPORT [FORMAT]" >&2
  exit 2
fi
mingzhang=${MINGZHANG:-.venv/bin/mingzhang}
base=$1 report=$2 format=${3:-text}
lines=1000 # of each part of the report; nobody reads more
code=0
# The language comes last, and is no argument at all where none is set.
set -- ${LANGUAGE_OF_REPORT:+--lang "$LANGUAGE_OF_REPORT"}
"$mingzhang" check --base "$base" --format "$format" "$@" || code=$?
[ "$code" -le 1 ] || exit "$code"

# part COMMAND…: what a command says, as a part of the report; it may find problems, but must not fail.
part() {
  found=0
  "$mingzhang" "$@" > "$report.part" || found=$?
  if [ "$found" -le 1 ]; then
    sed "${lines}q" "$report.part"
    echo
  fi
  rm -f "$report.part"
  [ "$found" -le 1 ] || exit 2
}
{
  part check --base "$base" --format markdown "$@"
  part diff "$base" --format markdown "$@"
} > "$report"
exit "$code"
