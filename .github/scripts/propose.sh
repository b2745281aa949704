#!/bin/sh
# propose.sh OUT: turns the issue that started this run into a change of data/, or into words on what to mend.
# Leaves OUT/text.md and, where the issue is valid, OUT/patch and OUT/report.md. Has no rights and needs none.
set -eu
out=$1
mingzhang=${MINGZHANG:-.venv/bin/mingzhang}
mkdir -p "$out"
# The body comes out of the event's file, so no shell ever sees it as a word of a command.
# GitHub takes no more than 65,536 characters; elsewhere what is longer is no form either.
python3 -I -c '
import json, os, sys
body = json.load(open(os.environ["GITHUB_EVENT_PATH"], encoding="utf-8"))["issue"]["body"] or ""
body = body[:65536].encode("utf-8", "replace").decode()
open(sys.argv[1], "w", encoding="utf-8", newline="\n").write(body.replace("\r\n", "\n"))
' "$out/body.md"
code=0
"$mingzhang" propose "$out/body.md" > "$out/text.md" || code=$?
rm "$out/body.md"
case $code in
  0) ;;
  1) exit 0 ;; # not valid: the text says what to mend
  *) exit "$code" ;;
esac
plain() {
  git --no-replace-objects -c core.hooksPath=/dev/null -c core.fsmonitor=false "$@"
}
plain add -- data
plain diff --cached --no-textconv --binary --no-color --no-ext-diff --src-prefix=a/ --dst-prefix=b/ -- data > "$out/patch"
if [ ! -s "$out/patch" ]; then # it stands there like that already: there are only words
  rm "$out/patch"
  exit 0
fi
# The pull request starts no checks of its own, so what they would say is put into its text.
sh deploy/check.sh HEAD "$out/report.md" || [ $? = 1 ]
