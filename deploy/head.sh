#!/bin/sh
# head.sh BRANCH [REMOTE]: the commit at which a branch stands in the forge now, for publish.sh.
# A repository that is not public is asked with the token in TOKEN, which no other process sees.
set -eu
if [ $# -lt 1 ]; then
  echo "usage: head.sh BRANCH [REMOTE]" >&2
  exit 2
fi
# Which repository is meant is where this runs, whatever a hook or a script of git has left.
unset $(git rev-parse --local-env-vars | grep -v "^GIT_CONFIG")
if [ -n "${TOKEN:-}" ]; then
  # shellcheck disable=SC2016 - git's own shell fills the token in
  helper='!f() { echo username=token; printf "password=%s\n" "$TOKEN"; }; f'
  found=$(GIT_TERMINAL_PROMPT=0 git -c credential.helper= -c credential.helper="$helper" ls-remote "${2:-origin}" "refs/heads/$1")
else
  found=$(GIT_TERMINAL_PROMPT=0 git ls-remote "${2:-origin}" "refs/heads/$1")
fi
commit=$(printf '%s\n' "$found" | cut -f 1)
if [ -z "$commit" ]; then
  echo "没有分支 $1 · there is no branch $1" >&2
  exit 1
fi
echo "$commit"
