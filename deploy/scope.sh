#!/bin/sh
# scope.sh BASE HEAD: a change that touches data/ touches nothing else but the archived texts in archive/, which come
# with the documents that they belong to, and leaves only plain files of data in both. scope.py tells what data are.
# A change of the format needs both: a maintainer gives it the label `data-format`, which comes here in LABELS (with
# commas between). Exit 0 fine, 1 refused, 2 misused.
set -eu
if [ $# != 2 ]; then
  echo "usage: scope.sh BASE HEAD" >&2
  exit 2
fi
exec python3 "$(dirname "$0")/scope.py" "$1" "$2"
