#!/bin/sh
# publish.sh TARGET HEAD [SITE]: puts a built site into a folder that a web server shows, in one step.
#
#   TARGET/releases/<commit>/   each published site; the last KEEP (5) stay
#   TARGET/current              a link to the one that is shown: the root of the web server
#
# HEAD is the commit at which main stands now. A site built from another one is refused, and one that holds data which that
# commit does not. The new site is copied beside
# the old one and shown only when it is complete, by renaming a link over the old link. To go back:
#   ln -s releases/<commit> TARGET/back && mv -T TARGET/back TARGET/current
# Exit 0 published, 1 refused, 2 misused.
set -eu
if [ $# -lt 2 ]; then
  echo "usage: publish.sh TARGET HEAD [SITE]" >&2
  exit 2
fi
target=$1 head=$2 site=${3:-site} keep=${KEEP:-5}
case $keep in
  '' | *[!0-9]* | 0) echo "KEEP is a number from 1 on" >&2; exit 2 ;;
esac
if ! facts=$(python3 -I -c '
import json, sys
facts = json.load(open(sys.argv[1], encoding="utf-8"))
print(facts["commit"])
print(*facts.get("uncommitted", ()))
' "$site/build.json" 2> /dev/null); then
  echo "拒绝：$site/build.json 读不出来 · refused: $site/build.json cannot be read" >&2
  exit 1
fi
commit=$(printf '%s\n' "$facts" | sed -n 1p)
uncommitted=$(printf '%s\n' "$facts" | sed -n 2p)
case $commit in
  '' | *[!0-9a-f]*) echo "拒绝：build.json 没有写提交 · refused: build.json names no commit" >&2; exit 1 ;;
esac
if [ -n "$uncommitted" ]; then
  echo "拒绝：网站里有没有提交的数据：$uncommitted · refused: the site holds data that are not committed: $uncommitted" >&2
  exit 1
fi
if [ "$commit" != "$head" ]; then
  echo "拒绝：网站由 $commit 生成，而 main 现在是 $head · refused: the site was built from $commit, but main stands at $head" >&2
  exit 1
fi
mkdir -p "$target/releases"
cd_site=$(cd "$site" && pwd)
cd "$target"
# One at a time. The lock goes with the process, so a crash leaves none behind.
exec 9> .lock
if ! flock -n 9; then
  echo "拒绝：另一次发布正在进行 · refused: another publication is under way" >&2
  exit 1
fi
rm -rf releases/.new .current.new
trap 'rm -rf releases/.new .current.new' EXIT
stop() {
  echo "已停止 · stopped" >&2
  exit "$1"
}
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM
# Releases of the data share files. A disk that is full is told once, not of each file.
if ! said=$(cp -R --preserve=links "$cd_site/." releases/.new 2>&1); then
  echo "没有发布 · not published: $(printf '%s\n' "$said" | sed -n 1p)" >&2
  exit 1
fi
# The same commit built again (on another day, with other settings) is a release of its own: what is shown never changes.
name=$commit number=1
while [ -e "releases/$name" ]; do
  number=$((number + 1))
  name=$commit.$number
done
touch releases/.new # its age says which releases are the last
mv releases/.new "releases/$name"
sync
ln -s "releases/$name" .current.new
mv -T .current.new current
sync . # before anybody is told, and before an old one goes
echo "$target/current → releases/$name"
# The oldest go, but never the one that is shown.
ls -1t releases | grep -vxF "$name" | tail -n "+$keep" | while IFS= read -r old; do
  rm -rf "releases/$old"
done
