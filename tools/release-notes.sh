#!/usr/bin/env bash
# Prints what CHANGELOG.md says of a version; fails if that is nothing, so that no version is released unexplained.
set -euo pipefail
version=$1
changelog=${2:-$(dirname "$0")/../CHANGELOG.md}
notes=$(awk -v heading="## [$version]" '
  index($0, heading) == 1 { on = 1; next }
  /^## / || /^\[[^]]+\]: / { on = 0 }
  on
' "$changelog")
[ -n "${notes//[[:space:]]/}" ] || { echo "release-notes: expected \"## [$version]\" with words below it in CHANGELOG.md, found none." >&2; exit 1; }
printf '%s\n' "$notes" | sed -e '/./,$!d'
