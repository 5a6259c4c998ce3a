import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const TSX = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;
let folder = '';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], input?: string | Uint8Array, cwd = folder): Run {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', TSX, join(ROOT, 'src/cli.ts'), ...args],
    {
      cwd,
      encoding: 'utf8',
      ...(input === undefined ? {} : { input }),
      env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' },
    },
  );
  return { code: status, out: stdout, err: stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'planwright-'));
  writeFileSync(join(folder, 'good.md'), '# Good\n\n- [ ] One\n');
  writeFileSync(
    join(folder, 'bad.md'),
    '# Bad\n\n| ID | Task | Depends on |\n|---|---|---|\n| T1 | A, b | T2 |\n| T2 | 100% | T1 |\n| T3 | C | Nothing known |\n',
  );
  writeFileSync(join(folder, 'binary.md'), new Uint8Array([0, 1, 2]));
  writeFileSync(join(folder, 'latin.md'), new Uint8Array([0x23, 0x20, 0xe4, 10]));
  writeFileSync(join(folder, 'empty.md'), '');
  writeFileSync(join(folder, 'huge.md'), 'x'.repeat(10_000_000));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('planwright parse', () => {
  test('prints a plan as JSON, keys in their order', () => {
    const { code, out } = run(['parse', 'good.md', '--json']);
    const plan = JSON.parse(out) as Record<string, unknown>;
    expect(code).toBe(0);
    expect(Object.keys(plan)).toEqual([
      'title',
      'tasks',
      'phases',
      'groups',
      'checklists',
      'risks',
      'lastUpdated',
      'ignored',
      'problems',
    ]);
    expect(plan['tasks']).toEqual([
      {
        title: 'One',
        state: 'open',
        line: 3,
        kind: 'checkbox',
        id: null,
        issue: null,
        priority: null,
        estimate: null,
        dependsOn: [],
        owners: [],
        section: [],
        subtasks: [],
        steps: [],
        alsoAt: [],
      },
    ]);
  });

  test('reads standard input', () => {
    expect(JSON.parse(run(['parse', '-', '--json'], '# In\n\n- [x] A\n').out)).toMatchObject({
      title: 'In',
      tasks: [{ state: 'done' }],
    });
  });

  test.each([
    ['binary.md', /binary/u],
    ['latin.md', /Line 1 is not UTF-8/u],
    ['empty.md', /empty/u],
    ['huge.md', /1048576 bytes, found 10000000/u],
    ['missing.md', /found none/u],
    ['.', /directory/u],
  ])('says what is wrong with %s', (file, message) => {
    const { code, out, err } = run(['parse', file, '--json']);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('planwright check --fix', () => {
  const DRESSED =
    '\uFEFF# P\r\n\r\n## Phase 1\r\n- [ ] One\r\n- []  Two\t\r\n-[x] Three\r\n- [ ]\u00A0Four\r\n- **[ ]** Five\r\n- ☐ Six\r\n';

  test('makes boxes of what looks like boxes, byte by byte, and checks what is left', () => {
    writeFileSync(join(folder, 'dressed.md'), DRESSED);
    const { code, err } = run(['check', '--fix', 'dressed.md']);
    expect(code).toBe(0);
    expect(err).toBe('dressed.md: mended lines 5, 6, 7, 8, 9\n0 errors, 0 warnings, 0 notices in 1 file\n');
    expect(readFileSync(join(folder, 'dressed.md'), 'utf8')).toBe(
      '\uFEFF# P\r\n\r\n## Phase 1\r\n- [ ] One\r\n- [ ] Two\t\r\n- [x] Three\r\n- [ ] Four\r\n- [ ] Five\r\n- [ ] Six\r\n',
    );
    expect(run(['check', '--fix', 'dressed.md']).err).toBe('0 errors, 0 warnings, 0 notices in 1 file\n');
  });

  test('makes boxes of plain bullets only when asked', () => {
    const bullets = '# P\n\n## Phase 1: A\n- **Status:** Open\n- Build it\n- ✅ Draw it\n';
    writeFileSync(join(folder, 'bullets.md'), bullets);
    run(['check', '--fix', 'bullets.md']);
    expect(readFileSync(join(folder, 'bullets.md'), 'utf8')).toBe(bullets);
    run(['check', '--fix', '--bullets', 'bullets.md']);
    expect(readFileSync(join(folder, 'bullets.md'), 'utf8')).toBe(
      '# P\n\n## Phase 1: A\n- **Status:** Open\n- [ ] Build it\n- [x] Draw it\n',
    );
  });
});

describe('planwright check', () => {
  test('exits with 0 and says nothing of a good plan', () => {
    expect(run(['check', 'good.md'])).toMatchObject({ code: 0, out: '' });
  });

  test('prints file, line, column, severity, code and message, and exits with 1 on errors', () => {
    const { code, out, err } = run(['check', 'good.md', 'bad.md']);
    expect(code).toBe(1);
    expect(out.split('\n')[0]).toMatch(/^bad\.md:5:1 error dependency-cycle .*"A, b" → "100%" → "A, b"/u);
    expect(out).toContain('bad.md:7:1 warning unknown-dependency');
    expect(err).toBe('1 error, 1 warning, 0 notices in 2 files\n');
  });

  test('prints JSON', () => {
    const problems = JSON.parse(run(['check', 'bad.md', '--json']).out) as unknown[];
    expect(problems[0]).toEqual({
      file: 'bad.md',
      code: 'dependency-cycle',
      severity: 'error',
      message: expect.any(String),
      line: 5,
      column: 1,
      hint: expect.any(String),
    });
  });

  test('prints workflow annotations, escaped', () => {
    const [first] = run(['check', 'bad.md', '--format', 'github']).out.split('\n');
    expect(first).toMatch(/^::error file=bad\.md,line=5,col=1,title=dependency-cycle::.*"100%25"/u);
  });

  test('goes on with the other files if one cannot be read', () => {
    const { code, err } = run(['check', 'binary.md', 'good.md']);
    expect(code).toBe(1);
    expect(err).toContain('binary.md: The file is binary');
  });
});

describe('planwright check, as strict as wanted', () => {
  const WARNED =
    '# W\n\n| ID | Task | Depends on |\n|---|---|---|\n| T1 | Sing | Nothing known |\n| T2 | Dance | No such thing |\n';

  test.each([
    [[], 0],
    [['--strict'], 1],
    [['--max-warnings', '2'], 0],
    [['--max-warnings', '1'], 1],
    [['--max-warnings', '0'], 1],
    [['--max-warnings', '-1'], 2],
    [['--max-warnings', 'some'], 2],
  ])('two warnings with %j exit with %d', (options, code) => {
    expect(run(['check', '-', ...options], WARNED).code).toBe(code);
  });

  test('prints SARIF', () => {
    const { code, out } = run(['check', 'bad.md', '--format', 'sarif']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: { name: 'Planwright', rules: [{ id: 'dependency-cycle' }, { id: 'unknown-dependency' }] },
          },
          results: [
            {
              ruleId: 'dependency-cycle',
              ruleIndex: 0,
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'bad.md' },
                    region: { startLine: 5, startColumn: 1 },
                  },
                },
              ],
            },
            { ruleId: 'unknown-dependency', level: 'warning' },
          ],
        },
      ],
    });
  });

  test('a file that cannot be read is no file that was checked', () => {
    const { code, err } = run(['check', 'missing.md']);
    expect(code).toBe(1);
    expect(err).toContain('0 errors, 0 warnings, 0 notices in 0 files');
  });

  test('the placeholders of a template are one line, and count each', () => {
    const template = `# T\n\n## Phase 1\n\n- [ ] Sing\n${'- [ ] [Task]\n'.repeat(5)}`;
    const { out, err } = run(['check', '-'], template);
    expect(out).toContain(
      '-:6:1 warning placeholder 5 placeholders stand for tasks, on lines 6, 7, 8, 9, 10.',
    );
    expect(out.match(/warning placeholder/g)).toHaveLength(1);
    expect(err).toContain('5 warnings');
  });

  test('without plans it says which files have tasks', () => {
    const empty = mkdtempSync(join(tmpdir(), 'planwright-none-'));
    writeFileSync(join(empty, 'TODO.md'), '# T\n\n- [ ] Sing\n- [ ] Dance\n- [ ] Rest\n');
    const { code, err } = run(['check'], undefined, empty);
    expect(code).toBe(0);
    expect(err).toContain('found none; there are tasks in TODO.md.');
    expect(run(['preview'], undefined, empty).err).toContain('TODO.md');
    expect(run(['preview', 'TODO.md'], undefined, empty).err).toContain(
      'TODO.md: Expected a plan, found a file that a sync takes for none.',
    );
    rmSync(empty, { recursive: true });
  });

  test('-v is the version', () => {
    expect(run(['-v']).out).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });

  test('--watch checks again after a change', async () => {
    const place = mkdtempSync(join(tmpdir(), 'planwright-watch-'));
    mkdirSync(join(place, 'plans'));
    writeFileSync(join(place, 'plans/one.md'), WARNED);
    const child = spawn(process.execPath, ['--import', TSX, join(ROOT, 'src/cli.ts'), 'check', '--watch'], {
      cwd: place,
    });
    let told = '';
    const says = (words: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => void (told.includes(words) && resolve());
        child.stderr.on('data', look);
        look();
      });
    child.stderr.on('data', (text: Buffer) => (told += text.toString()));
    await says('2 warnings');
    // The watcher may begin a moment after the first check.
    const touching = setInterval(
      () => writeFileSync(join(place, 'plans/one.md'), '# W\n\n- [ ] Sing\n'),
      200,
    );
    await says('0 warnings');
    clearInterval(touching);
    expect(told).toMatch(/2 warnings[^]*0 warnings/u);
    child.kill();
    rmSync(place, { recursive: true });
  });
});

describe('what is in a plan steers no terminal', () => {
  const EVIL = '\u001b]0;owned\u0007\u001b[31m\u009b2J\u202edesrever\u{e0041}';
  const STEERS = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/u;

  test.each([['text'], ['json'], ['github']])('of check, as %s', (format) => {
    const plan = `# Evil\n\n| ID | Task | Depends on |\n|---|---|---|\n| T1 | A ${EVIL} | B${EVIL} |\n`;
    const { out, err } = run(['check', '-', '--format', format], plan);
    expect(out).toContain('unknown-dependency');
    expect(out + err).not.toMatch(STEERS);
  });

  test('of check, whose JSON reads back what stood there', () => {
    const { out } = run(['check', '-', '--json'], `# Evil\n\n- [ ] A\n- [ ] A ${EVIL}\n- [-] ${EVIL}\n`);
    expect(out).not.toMatch(STEERS);
    expect(JSON.stringify(JSON.parse(out))).toContain('\u202edesrever');
  });

  test('of parse and preview', () => {
    writeFileSync(join(folder, 'evil.md'), `# Evil ${EVIL}\n\n- [ ] Do ${EVIL} it\n`);
    for (const args of [
      ['parse', 'evil.md'],
      ['preview', 'evil.md'],
      ['preview', 'evil.md', '--json'],
    ]) {
      const { out, err } = run(args);
      expect(out).toContain('desrever');
      expect(out + err).not.toMatch(STEERS);
    }
  });

  test('and neither does the name of a file', () => {
    expect(run(['check', `no${EVIL}.md`]).err).not.toMatch(STEERS);
  });
});

describe('what never ends is not read', () => {
  const makePipe = (path: string): unknown => spawnSync('sh', ['-c', 'mkfifo "$0"', path]);

  test('a pipe', () => {
    makePipe(join(folder, 'pipe.md'));
    for (const command of ['check', 'parse', 'preview']) {
      const { code, err } = run([command, 'pipe.md']);
      expect(code).toBe(1);
      expect(err).toContain(
        'pipe.md: Expected a file, found a pipe or a device. To read what another program writes, pipe it to `-`.',
      );
    }
  });

  test('a device', () => {
    expect(run(['check', '/dev/zero']).err).toContain(
      '/dev/zero: Expected a file, found a pipe or a device.',
    );
  });

  test('more than a plan may have from standard input', () => {
    const { code, err } = run(['check', '-'], 'x'.repeat(3_000_000));
    expect(code).toBe(1);
    expect(err).toContain('-: Expected at most 1048576 bytes, found more.');
  });

  test('a config', () => {
    const clone = join(folder, 'clone');
    spawnSync('git', ['init', clone]);
    mkdirSync(join(clone, '.github'));
    makePipe(join(clone, '.github/planwright.yml'));
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', TSX, join(ROOT, 'src/cli.ts'), 'check'],
      { cwd: clone, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
    );
    expect(status).toBe(1);
    expect(stderr).toContain('found a pipe or a device');
  });
});

test('package.json runs this file', () => {
  const scripts = (
    JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
  ).scripts;
  expect(scripts['planwright']).toBe('tsx --conditions=planwright-source src/cli.ts');
});
