import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const manifest = parse(readFileSync('app.yml', 'utf8')) as Record<string, unknown>;

test('the App asks for the least power that does the work', () => {
  expect(manifest['default_permissions']).toEqual({
    metadata: 'read',
    contents: 'write',
    issues: 'write',
    pull_requests: 'write',
    checks: 'write',
  });
  expect(manifest['public']).toBe(false);
});

test('every action of the workflow is pinned by commit and may do no more than read', () => {
  const text = readFileSync('.github/workflows/ci.yml', 'utf8');
  const uses = text.match(/uses: .+/g) ?? [];
  expect(uses.length).toBeGreaterThan(0);
  for (const use of uses) expect(use).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  expect(text).not.toMatch(/: write\b/);
});
