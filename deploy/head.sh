#!/bin/sh
# head.sh BRANCH [REMOTE]: the commit at which a branch stands in the forge now, for publish.sh.
set -eu
if [ $# -lt 1 ]; then
  echo "usage: head.sh BRANCH [REMOTE]" >&2
  exit 2
fi
. "$(dirname "$0")/remote.sh"
found=$(remote ls-remote "${2:-origin}" "refs/heads/$1")
commit=$(printf '%s\n' "$found" | cut -f 1)
if [ -z "$commit" ]; then
  echo "没有分支 $1 · there is no branch $1" >&2
  exit 1
fi
echo "$commit"
