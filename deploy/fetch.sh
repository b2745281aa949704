#!/bin/sh
# fetch.sh REF COMMIT [REMOTE]: brings the objects of a proposal here, for judge.sh; nothing of them is checked out.
#
# REF is where the forge keeps it (refs/pull/12/head), COMMIT is the one that is to be judged: if the proposal stands at
# another by now, that one has a run of its own. Broken objects (two names in a folder, names of git's own) are refused.
# Exit 0 here, 1 refused, 2 misused.
set -eu
if [ $# -lt 2 ]; then
  echo "usage: fetch.sh REF COMMIT [REMOTE]" >&2
  exit 2
fi
. "$(dirname "$0")/remote.sh"
remote -c fetch.fsckObjects=true fetch --quiet --no-tags --no-recurse-submodules --no-write-fetch-head \
  "${3:-origin}" "+$1:refs/mingzhang/proposal" || exit 1
found=$(git rev-parse refs/mingzhang/proposal)
if [ "$found" != "$2" ]; then
  echo "修改建议现在在 $found，不是 $2 · the proposal stands at $found, not at $2" >&2
  exit 1
fi
