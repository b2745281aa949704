#!/bin/sh
# check.sh BASE REPORT [FORMAT]: the data as they are here, against those of the commit BASE.
#
# Prints the problems in FORMAT (text; github for annotations), and writes REPORT in Markdown: the problems, and what the
# change does to published figures and verdicts; in the site's main language, or in LANGUAGE_OF_REPORT. Exit 0 fine, 1 problems found, 2 misused,
# another one where the program failed: then there is no report, and nothing was found out about the data.
set -eu
if [ $# -lt 2 ]; then
  echo "usage: check.sh BASE REPORT [FORMAT]" >&2
  exit 2
fi
mingzhang=${MINGZHANG:-.venv/bin/mingzhang}
base=$1 report=$2 format=${3:-text}
lines=1000 # of each part of the report; nobody reads more
code=0
# failed CODE: end with the code of a command that did not do its work, and leave no report that could be taken for a finding.
failed() {
  rm -f "$report" "$report.part"
  said="检查没有完成（代码 $1），这不是数据的问题 · the check did not end as it should (code $1); this says nothing about the data"
  [ "$format" != github ] || said="::error::$said"
  echo "$said" >&2
  exit "$1"
}
# The language comes last, and is no argument at all where none is set.
set -- ${LANGUAGE_OF_REPORT:+--lang "$LANGUAGE_OF_REPORT"}
"$mingzhang" check --base "$base" --format "$format" "$@" || code=$?
[ "$code" -le 1 ] || failed "$code"

# part COMMAND…: what a command says, as a part of the report; it may find problems, but must neither fail nor say nothing.
part() {
  found=0
  "$mingzhang" "$@" > "$report.part" || found=$?
  [ "$found" -gt 1 ] || [ -s "$report.part" ] || found=3
  [ "$found" -le 1 ] || failed "$found"
  sed "${lines}q" "$report.part"
  echo
  rm -f "$report.part"
}
{
  part check --base "$base" --format markdown "$@"
  part diff "$base" --format markdown "$@"
} > "$report"
exit "$code"
