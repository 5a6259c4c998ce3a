#!/usr/bin/env bash
# Tries the package as its user gets it: packed, installed in an empty folder, every command typed, its types compiled.
# Takes the tarballs of planwright and github-sandbox, or packs them.
set -euo pipefail
house=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

tarball=${1:-}
sandbox=${2:-}
if [ -z "$tarball" ]; then
  (cd "$house" && npm pack --silent --workspace @planwright/github-sandbox --include-workspace-root --pack-destination "$place" >/dev/null)
  sandbox=$(echo "$place"/planwright-github-sandbox-*.tgz)
  tarball=$(echo "$place"/planwright-[0-9]*.tgz)
fi

fail() { echo "try-package: $*" >&2; exit 1; }
# Runs a command and holds it to its exit code.
expect() {
  local code=0 wanted=$1; shift
  "$@" >"$place/out" 2>&1 || code=$?
  [ "$code" = "$wanted" ] || { cat "$place/out"; fail "expected $* to exit with $wanted, found $code"; }
}
says() { grep -q -- "$1" "$place/out" || { cat "$place/out"; fail "expected to read: $1"; }; }

# What is in it: nothing of the tests, no source maps, no bundle of the Action; and small.
tar -tzf "$tarball" >"$place/files"
if grep -qE '\.map$|^package/(src|test|bench|tools|docs|packages|playground|node_modules)/|/action\.js$|\.env$|\.pem$' "$place/files"; then
  fail "expected nothing but what runs, found: $(grep -E '\.map$|/(src|test|bench|tools)/|/action\.js$' "$place/files" | head -3)"
fi
for file in dist/cli.js dist/index.d.ts dist/server.js dist/playground/demo.js dist/playground/page/index.html schema/planwright.schema.json templates/plan.md; do
  grep -qx "package/$file" "$place/files" || fail "expected $file in the package"
done
kilobytes=$(($(wc -c <"$tarball") / 1024))
[ "$kilobytes" -le 1200 ] || fail "expected at most 1200 KB packed, found $kilobytes KB"
echo "packed: $kilobytes KB, $(wc -l <"$place/files") files"

mkdir "$place/empty" && cd "$place/empty"
git init --quiet --initial-branch main
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "$tarball" "$sandbox"
echo "installed: $(du -sm node_modules | cut -f1) MB in $(find node_modules -name package.json -path '*node_modules/*' -not -path '*/test/*' | wc -l) manifests"

expect 0 npx planwright --version
expect 0 npx planwright init --action
expect 0 npx planwright check && says '0 errors'
printf '# Try\n\n## Phase 1\n\n- [ ] One\n' >plans/try.md
expect 0 npx planwright parse plans/try.md --json && says '"title": "Try"'
expect 0 npx planwright preview plans/try.md && says 'open issue One, in Try: Phase 1'
expect 2 npx planwright sync
expect 4 env -u GITHUB_TOKEN -u GH_TOKEN GH_CONFIG_DIR=/nowhere npx planwright sync --repo ada/engine && says 'Expected a token'
expect 0 npx planwright demo --once && says 'none twice'

cat >use.mts <<'TS'
import { editPlan, lintPlan, parsePlan, type Plan, type Problem, type Task } from 'planwright';
const text = '# Plan\n\n- [ ] One\n';
const plan: Plan = parsePlan(text, { path: 'PLAN.md' });
const tasks: readonly Task[] = plan.tasks;
const problems: readonly Problem[] = lintPlan(plan);
const edited: string = editPlan(text, [{ kind: 'state', line: tasks[0]?.line ?? 0, state: 'done' }]);
if (edited !== '# Plan\n\n- [x] One\n' || problems.length > 0) throw new Error(edited);
TS
cat >tsconfig.json <<'JSON'
{ "compilerOptions": { "module": "nodenext", "target": "es2023", "strict": true, "skipLibCheck": false, "types": [], "outDir": "out" }, "files": ["use.mts"] }
JSON
expect 0 node "$house/node_modules/typescript/bin/tsc"
expect 0 node out/use.mjs
echo 'Every command works, and so do the types.'
