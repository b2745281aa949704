#!/bin/sh
# judge.sh HEAD REPORT [FORMAT]: a proposal is judged by the program that is checked out here, that of main.
#
# So a proposal cannot rewrite what decides on it. The commit HEAD must be known here (fetch.sh); main is checked out, and
# its program ready. Of HEAD only data/ and archive/ are taken, once scope.py has found nothing but plain files of data
# there, merged with main as it stands; where main has archived texts, the figures are held against these too. They stay checked out, for a preview.
# What is not data is never taken: a change of the program is not judged here, and is told as such.
# Exit 0 fine, 1 problems found, 2 misused, 4 nothing was judged: the change is of the program, or is labelled data-format.
set -eu
if [ $# -lt 2 ]; then
  echo "usage: judge.sh HEAD REPORT [FORMAT]" >&2
  exit 2
fi
here=$(dirname "$0") head=$1 report=$2
unset $(git rev-parse --local-env-vars | grep -v "^GIT_CONFIG")
plain() {
  git --no-replace-objects -c core.hooksPath=/dev/null -c core.fsmonitor=false "$@"
}
base=$(plain rev-parse HEAD)
rm -f "$report" "$report.scope"
scope=0
sh "$here/scope.sh" "$base" "$head" > "$report" || scope=$?
cat "$report"
[ "$scope" -le 1 ] || exit "$scope"
kind=$(python3 "$here/scope.py" "$base" "$head" --kind) || true
case $kind$scope in
  program0 | both0) exit 4 ;;
  nothing0 | data0 | both1) ;;
  *) exit 1 ;;
esac

# The data as they would be on main. git 2.38 merges without a working directory.
if ! merged=$(plain merge-tree --write-tree "$base" "$head"); then
  echo "和 main 有冲突（或 git 早于 2.38）：请先并入 main · in conflict with main (or git is older than 2.38): merge main first" |
    tee -a "$report"
  exit 1
fi
index=$(mktemp -d)
trap 'rm -rf "$index"' EXIT
staged() {
  GIT_INDEX_FILE="$index/index" plain "$@"
}
staged read-tree "$base"
for folder in data archive; do
  staged rm -r --quiet --cached --ignore-unmatch -- "$folder"
  if plain cat-file -e "$merged:$folder" 2> /dev/null; then
    staged read-tree --prefix="$folder/" "$merged:$folder"
  fi
done
tree=$(staged write-tree)
export GIT_AUTHOR_NAME=mingzhang GIT_AUTHOR_EMAIL=mingzhang@localhost
export GIT_COMMITTER_NAME=mingzhang GIT_COMMITTER_EMAIL=mingzhang@localhost
judged=$(plain commit-tree "$tree" -p "$base" -p "$head" -m "修改建议 · Proposal")
# A merge could have made of it what neither side was.
if ! LABELS='' sh "$here/scope.sh" "$base" "$judged" > "$report.scope"; then
  tee -a "$report" < "$report.scope"
  exit 1
fi
mv "$report" "$report.scope"
plain checkout --quiet --detach "$judged"
check=0
sh "$here/check.sh" "$base" "$report" "${3:-text}" || check=$?
[ "$check" -le 1 ] || exit "$check"
# Where the archived texts are a part of the record, each figure is held against them, and no proposal takes them away.
if plain cat-file -e "$base:archive" 2> /dev/null; then
  mingzhang=${MINGZHANG:-.venv/bin/mingzhang} proof=0
  set -- "${3:-text}" ${LANGUAGE_OF_REPORT:+--lang "$LANGUAGE_OF_REPORT"}
  if [ -d archive ]; then
    "$mingzhang" verify --archive archive --format "$@" || proof=$?
    [ "$proof" -le 1 ] || exit "$proof"
    shift
    [ "$proof" = 0 ] || "$mingzhang" verify --archive archive --format markdown "$@" >> "$report" || true
  else
    echo "存档原文不能整个删去 · the archived texts cannot be taken away" | tee -a "$report"
    proof=1
  fi
  [ "$proof" = 0 ] || check=1
fi
if [ -s "$report.scope" ]; then
  { cat "$report.scope"; echo; cat "$report"; } > "$report.whole"
  mv "$report.whole" "$report"
fi
rm "$report.scope"
[ "$scope$check" = 00 ]
