#!/usr/bin/env bash
# Tags a release: v1.2.3 and v1, on a commit that also holds dist/action.js. Users of the Action get what the tag holds and
# install nothing, while the bundle stays out of the history that people work in.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(node -p "require('./package.json').version")
tag=v$version
major=${tag%%.*}
[ -z "$(git status --porcelain)" ] || { echo 'tag-release: expected a clean working tree.' >&2; exit 1; }
[ -s dist/action.js ] || { echo 'tag-release: expected dist/action.js, found none. Run npm run build first.' >&2; exit 1; }
if git ls-remote --exit-code --tags origin "refs/tags/$tag" >/dev/null; then
  echo "tag-release: $tag is there already. Raise the version in package.json first." >&2
  exit 1
fi

git checkout --quiet --detach
git add --force dist/action.js
git commit --quiet --message "Release $tag" --message 'Holds the bundled Action, which no branch does.'
git tag "$tag"
git tag --force "$major"
# The exact tag first: it never moves. The major one follows each release.
git push --quiet origin "refs/tags/$tag"
git push --quiet --force origin "refs/tags/$major"
echo "$tag and $major are at $(git rev-parse HEAD)"
