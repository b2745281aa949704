#!/bin/sh
# gate.sh BASE HEAD REPORT [FORMAT]: what a proposal has to pass, scope.sh and check.sh, by the program that is checked out:
# for looking at it before it is sent. What decides is judge.sh, which a proposal cannot rewrite.
#
# HEAD is checked out here. Both are always run, so that one report tells everything. Exit 0 fine, 1 problems found,
# 2 misused.
set -eu
if [ $# -lt 3 ]; then
  echo "usage: gate.sh BASE HEAD REPORT [FORMAT]" >&2
  exit 2
fi
here=$(dirname "$0")
# Which repository is meant is where this runs, whatever a hook or a script of git has left.
unset $(git rev-parse --local-env-vars | grep -v "^GIT_CONFIG")
report=$3
scope=0
sh "$here/scope.sh" "$1" "$2" > "$report.scope" || scope=$?
cat "$report.scope"
[ "$scope" -le 1 ] || exit "$scope"
check=0
sh "$here/check.sh" "$(git merge-base "$1" "$2")" "$report" "${4:-text}" || check=$?
[ "$check" -le 1 ] || exit "$check"
if [ -s "$report.scope" ]; then
  { cat "$report.scope"; echo; cat "$report"; } > "$report.whole"
  mv "$report.whole" "$report"
fi
rm "$report.scope"
[ "$scope$check" = 00 ]
