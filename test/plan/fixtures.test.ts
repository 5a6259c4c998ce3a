import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { planToJson } from '../../src/plan/json.ts';
import { parsePlan } from '../../src/plan/parse.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const CASES = readdirSync(FIXTURES).sort();

describe('every fixture', () => {
  test.each(CASES)('%s reads as its plan.json says', (name) => {
    const text = readFileSync(`${FIXTURES}${name}/plan.md`, 'utf8');
    const found: unknown = JSON.parse(
      JSON.stringify(planToJson(parsePlan(text, { path: `${name}/plan.md` }))),
    );
    const expectedFile = `${FIXTURES}${name}/plan.json`;
    if (process.env['UPDATE'] === '1') writeFileSync(expectedFile, `${JSON.stringify(found, null, 2)}\n`);
    expect(existsSync(expectedFile)).toBe(true);
    expect(found).toEqual(JSON.parse(readFileSync(expectedFile, 'utf8')));
  });
});
