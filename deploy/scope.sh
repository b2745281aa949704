#!/bin/sh
# scope.sh BASE HEAD: a change that touches data/ touches nothing else but the archived texts in archive/, which come
# with the documents that they belong to, and leaves only plain files in both.
#
# So whoever reviews figures need not read programs, and figures are always judged by the program that is published.
# A change of the format needs both: a maintainer gives it the label `data-format`, which comes here in LABELS (with
# commas between). Symbolic links and programs in the two are refused all the same.
# Exit 0 fine, 1 refused, 2 misused.
set -eu
if [ $# != 2 ]; then
  echo "usage: scope.sh BASE HEAD" >&2
  exit 2
fi
cd "$(git rev-parse --show-toplevel)"
# What the change itself did: from where it left the base, whatever the base did since.
if ! base=$(git merge-base "$1" "$2"); then
  echo "没有共同的历史：请取回完整的历史再试。 No common history: fetch the whole history first." >&2
  exit 2
fi
# changed PATHSPEC…: names of changed files. A rename is a file that went and one that came. Odd names come in quotes.
changed() {
  git -c core.quotePath=false diff --name-only --no-renames --no-ext-diff "$base" "$head" -- "$@"
}
head=$2
inside=$(changed ':(literal)data')
outside=$(changed . ':(exclude,literal)data' ':(exclude,literal)archive')
odd=$(git -c core.quotePath=false diff --raw --no-renames --no-ext-diff "$base" "$head" -- \
  ':(literal)data' ':(literal)archive' |
  awk -F '[ \t]' '$2 != "100644" && $2 != "000000"' | cut -f 2-)
code=0
if [ -n "$odd" ]; then
  echo "data/ 和 archive/ 里只能有普通文件，不能有链接、程序或子模块 · only plain files may stand in data/ and archive/, no links, programs or submodules:"
  printf '%s\n' "$odd" | sed 's/^/- /'
  code=1
fi
if [ -n "$inside" ] && [ -n "$outside" ]; then
  case ",${LABELS:-}," in
    *,data-format,*)
      echo "有 data-format 标签：可以同时改数据和程序。 Labelled data-format: data and program may change together."
      ;;
    *)
      echo "改数据时只能改 data/ 和 archive/ 里的文件，请把下面这些改动分开提交 · a change of data/ may touch nothing else but archive/; propose these changes apart:"
      printf '%s\n' "$outside" | sed 's/^/- /'
      code=1
      ;;
  esac
fi
exit $code
