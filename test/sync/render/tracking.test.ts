/** The words of a tracking issue: their order, their length, and that Mermaid can read its diagrams. */
import purifier from 'dompurify';
import mermaid from 'mermaid';
import { parsePlan } from '../../../src/plan/parse.ts';
import type { Plan } from '../../../src/plan/types.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { oneLine } from '../../../src/sync/render/sanitize/escape.ts';
import { printBlock, spliceBlock } from '../../../src/sync/state/body-block.ts';
import { printTracking } from '../../../src/sync/state/markers.ts';
import { quotedLabel } from '../../../src/sync/render/sanitize/mermaid.ts';
import { renderTracking, TRACKING_LIMIT } from '../../../src/sync/render/tracking/tracking.ts';
import type { TrackingInput } from '../../../src/sync/render/tracking/input.ts';
import { trackingSource } from '../../../src/sync/render/tracking/tracking-source.ts';
import { datesOf, type Life } from '../match/history.ts';
import { readWithRemark } from './markdown-oracle.ts';
import { NASTY } from './nasty.ts';

// Without a page around it, what cleans labels of HTML has nothing to work with; the parser needs none of it.
Object.assign(purifier, { sanitize: (text: string) => text, addHook: () => undefined });

const place = { repositoryUrl: 'https://github.com/ada/engine', branch: 'main', path: 'plans/search.md' };

function inputOf(plan: Plan, life: (index: number) => Life = () => ({})): TrackingInput {
  const tasks = allTasks(plan).map(({ task }, index) => {
    const one = life(index);
    const state = task.state === 'dropped' ? 'dropped' : one.closed === undefined ? 'open' : 'done';
    return [task.line, { state, issue: index + 1, dates: datesOf(one) }] as const;
  });
  return {
    plan,
    place,
    tasks: new Map(tasks),
    problems: [],
    standing: { place, proposals: [], unwritable: [], refused: [], writeBack: { kind: 'none' } },
    held: null,
  };
}

const SEARCH = parsePlan(`# Search

## Phase 1: Base (due 2026-03-20)
- [ ] Dig (1d)
- [ ] Pour (2d)

## Phase 2: House
- [ ] Walls
- [ ] Roof
- [ ] ~~Pool~~

## Work
| Task | Estimate | Depends on |
|---|---|---|
| Pour | 2d | Dig |
| Walls | 2-4 days | Pour |
| Roof | 1d | Walls, Pour, Dig |
| Garden | 5 pts | Phase 1 |

## Definition of Done
- [ ] Nobody got hurt

## Risks
| Risk | Impact | Mitigation |
|---|---|---|
| Rain \\| snow | High | Wait for @ada |
`);

function diagrams(markdown: string): string[] {
  return [...markdown.matchAll(/^```mermaid\n([^]*?)\n```$/gm)].map((match) => match[1] ?? '');
}

describe('A tracking issue', () => {
  it('says first how far the plan is, then phase by phase, then all else', () => {
    const text = renderTracking(inputOf(SEARCH, (index) => (index < 2 ? { closed: index + 1 } : {})));
    expect(text.split('\n').slice(0, 10)).toEqual([
      '`▓▓▓▓▓▓▓▓░░░░░░░░░░░░` 2 of 5 tasks done, 1 dropped in [plans/search.md](https://github.com/ada/engine/blob/main/plans/search.md).',
      '',
      '**Left**: 3–5 days, 5 points.',
      '',
      '| Phase | Done | Left | Due |',
      '| --- | --- | --- | --- |',
      '| Phase 1: Base | `▓▓▓▓▓▓▓▓▓▓` 2\u00a0of\u00a02 | – | Mar\u00a020 |',
      '| Phase 2: House | `░░░░░░░░░░` 0\u00a0of\u00a02 | 3–5 days | – |',
      '| Work | `░░░░░░░░░░` 0\u00a0of\u00a01 | 5 points | – |',
      '',
    ]);
    expect(text.match(/^### .*/gm)).toEqual([
      '### Burn-up',
      '### Phase 1: Base',
      '### Phase 2: House',
      '### Work',
      '### Dependencies',
      '### Definition of Done',
      '### Risks',
    ]);
  });

  it('folds the tasks of a phase in which nothing is open', () => {
    const text = renderTracking(inputOf(SEARCH, (index) => (index < 2 ? { closed: index + 1 } : {})));
    expect(text).toContain(
      '### Phase 1: Base\n\n<details>\n<summary>2 tasks are done</summary>\n\n- ✓ [Dig](https://github.com/ada/engine/issues/1)\n- ✓ [Pour](https://github.com/ada/engine/issues/2)\n\n</details>',
    );
  });

  it('shows the risks as they are in the plan, harmless', () => {
    expect(renderTracking(inputOf(SEARCH))).toContain(
      '| Risk | Impact | Mitigation |\n| --- | --- | --- |\n| Rain \\| snow | High | Wait for @\u200bada |',
    );
  });

  it('names the longest chain, and draws what waits for what', () => {
    const text = renderTracking(inputOf(SEARCH, (index) => (index === 0 ? { closed: 3 } : {})));
    expect(text).toContain(
      'The longest chain of open tasks takes 6 days: [Pour](https://github.com/ada/engine/issues/2) → [Walls](https://github.com/ada/engine/issues/3) → [Roof](https://github.com/ada/engine/issues/4)',
    );
    expect(diagrams(text).at(-1)?.split('\n').slice(1)).toEqual([
      'flowchart TD',
      '  n0["✓ Dig"]',
      '  n1["○ Pour"]',
      '  n2["○ Walls"]',
      '  n3["○ Roof"]',
      '  n4["○ Garden"]',
      '  n5(["○ Phase 1#colon; Base"])',
      '  n0 --> n1',
      '  n1 --> n2',
      '  n1 --> n5',
      '  n2 --> n3',
      '  n5 --> n4',
      '  classDef done fill:#1a7f37,stroke:#1a7f37,color:#ffffff',
      '  class n0 done',
      '  classDef ready fill:#0969da,stroke:#0969da,color:#ffffff',
      '  class n1 ready',
      '  classDef waiting fill:#6e7781,stroke:#6e7781,color:#ffffff',
      '  class n2,n3,n4,n5 waiting',
    ]);
  });

  it('draws nothing where nothing waits any more', () => {
    expect(renderTracking(inputOf(SEARCH, () => ({ closed: 3 })))).not.toContain('### Dependencies');
    expect(renderTracking(inputOf(parsePlan('# P\n\n- [ ] A\n- [ ] B\n')))).not.toContain('mermaid');
  });

  it('of a finished plan tells the day', () => {
    const text = renderTracking(inputOf(SEARCH, (index) => ({ closed: index + 3 })));
    expect(text).toContain('\n\nFinished on Mar\u00a010,\u00a02026.\n');
    expect(text).not.toContain('**Forecast**');
  });

  it('forecasts from five finished tasks on, and warns of due dates', () => {
    const lines = Array.from({ length: 10 }, (_, index) => `- [ ] Task number ${index}`);
    const plan = parsePlan(
      `# P\n\n## Phase 1: A (due 2026-03-18)\n${lines.join('\n')}\n\n## Phase 2: B (due 2027-03-18)\n- [ ] Last\n`,
    );
    const text = renderTracking(inputOf(plan, (index) => (index < 5 ? { closed: 2 * index + 2 } : {})));
    expect(text.split('\n').slice(2, 10)).toEqual([
      '**Forecast**: done between Mar\u00a019 and Apr\u00a010.',
      '',
      '| Phase | Done | Due | Forecast by pace |',
      '| --- | --- | --- | --- |',
      '| Phase 1: A | `▓▓▓▓▓░░░░░` 5\u00a0of\u00a010 | Mar\u00a018 ⚠ may be late | Mar\u00a017 – Apr\u00a06 |',
      '| Phase 2: B | `░░░░░░░░░░` 0\u00a0of\u00a01 | Mar\u00a018,\u00a02027 | Mar\u00a019 – Apr\u00a010 |',
      '',
      'Forecasts as of Mar\u00a012,\u00a02026, the day of the last change, from the 5 tasks finished in the 11 days up to then. They hold in four of five cases, if the pace stays and the phases are done in their order.',
    ]);
  });
});

describe('What a tracking issue is made from', () => {
  const life = (index: number): Life => (index < 2 ? { closed: index + 1 } : {});

  it('is the same on whichever day somebody looks, and whatever moved within the plan', () => {
    const moved = parsePlan(
      `# Search\n\nWords.\n${['Phase 1', 'Phase 2'].join(', ')} follow.\n\n## Phase 1: A\n- [ ] One\n- [ ] Two\n`,
    );
    const plain = parsePlan('# Search\n\n## Phase 1: A\n- [ ] One\n- [ ] Two\n');
    expect(trackingSource(inputOf(moved, life))).toBe(trackingSource(inputOf(plain, life)));
  });

  it('changes with a risk, and with the day on which a task was done', () => {
    const source = trackingSource(inputOf(SEARCH, life));
    const later = (index: number): Life => (index < 2 ? { closed: index + 5 } : {});
    expect(trackingSource(inputOf(SEARCH, later))).not.toBe(source);
    const risks = SEARCH.risks.map((risk) => ({ ...risk, impact: 'Low' }));
    expect(trackingSource(inputOf({ ...SEARCH, risks }, life))).not.toBe(source);
    const sameDay = (index: number): Life => (index < 2 ? { closed: index + 1.1 } : {});
    expect(trackingSource(inputOf(SEARCH, sameDay))).toBe(source);
  });
});

describe('A diagram', () => {
  const texts = [
    ...NASTY,
    'end',
    '1. Setup',
    '- a',
    'fa:fa-car x',
    '"`md **b**`"',
    'a -->|x| b',
    '%% note',
    '%%{init: {}}%%',
    'n0"]; click n0 "javascript:alert(1)"; n1["',
  ].filter((text) => oneLine(text) !== '');

  it.each(texts)('can be read whatever a task is called: %j', async (text) => {
    const titled = {
      ...SEARCH,
      phases: SEARCH.phases.map((phase) => ({
        ...phase,
        title: text,
        tasks: phase.tasks.map((task, index) => ({
          ...task,
          title: text,
          id: `T90${index}`,
          dependsOn: index === 0 ? [] : ['T900'],
        })),
      })),
    };
    const [graph = ''] = diagrams(renderTracking(inputOf(titled)));
    expect(await mermaid.parse(graph)).toMatchObject({ diagramType: 'flowchart-v2' });
    const nodes = graph.match(/^ {2}n\d+[[(].*$/gm) ?? [];
    expect(nodes.join('\n')).not.toMatch(/[<@`]|#\d|https?:/);
    expect(graph.match(/"/g)?.length).toBe(2 * nodes.length + 6);
  });

  it('of progress can be read', async () => {
    const [chart = ''] = diagrams(renderTracking(inputOf(SEARCH, (index) => ({ closed: 5 * index + 2 }))));
    expect(await mermaid.parse(chart)).toMatchObject({ diagramType: 'xychart' });
    expect(chart).toContain('bar [0, ');
  });

  it('of progress names every point once, and the years where there are two', () => {
    const years = renderTracking(inputOf(SEARCH, (index) => (index < 5 ? { closed: 73 * (index + 1) } : {})));
    const labels = /x-axis \[(.*)\]/.exec(years)?.[1]?.split(', ') ?? [];
    expect([labels[0], labels[1], labels.at(-1)]).toEqual(['"Mar 2 ’26"', '"Mar 31"', '"Mar 2 ’27"']);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('leaves out what is too much', () => {
    const chain = (open: number, done: number): string => {
      const rows = Array.from(
        { length: open + done },
        (_, index) => `| T${index} | Task number ${index} | ${index === 0 ? '' : `T${index - 1}`} |`,
      );
      const plan = parsePlan(`# P\n\n| ID | Task | Depends on |\n|---|---|---|\n${rows.join('\n')}\n`);
      return renderTracking(inputOf(plan, (index) => (index < done ? { closed: 1 } : {})));
    };
    const nodes = (text: string): number => text.match(/^ {2}n\d+\[/gm)?.length ?? 0;
    expect(nodes(chain(50, 10))).toBe(60);
    expect(nodes(chain(50, 50))).toBe(50);
    expect(chain(50, 50)).toContain('Only what is still to be done is drawn.');
    expect(nodes(chain(61, 0))).toBe(0);
    expect(chain(61, 0)).toContain('61 open tasks wait for each other, more than can be drawn.');
  });

  it('draws no line that others imply, so that many stay few, and a loop stays a loop', () => {
    const rows = Array.from(
      { length: 60 },
      (_, index) => `| T${index} | Task number ${index} | ${index === 0 ? '' : `T0-T${index - 1}`} |`,
    );
    const edges = (table: readonly string[]): number => {
      const plan = parsePlan(`# P\n\n| ID | Task | Depends on |\n|---|---|---|\n${table.join('\n')}\n`);
      return renderTracking(inputOf(plan)).match(/-->/g)?.length ?? 0;
    };
    expect(edges(rows)).toBe(59);
    expect(edges(['| A1 | Ship | A3 |', '| A2 | Test | A1 |', '| A3 | Write | A2 |'])).toBe(3);
  });

  it('keeps a label short and whole', () => {
    expect(quotedLabel('😀'.repeat(100), 10)).toBe(`"${'😀'.repeat(9)}…"`);
  });
});

describe('With 2,000 tasks', () => {
  const lines = Array.from({ length: 2000 }, (_, index) =>
    index % 50 === 0
      ? `\n## Phase ${index / 50 + 1}: Part ${index / 50 + 1}\n- [ ] Task number ${index} of this plan`
      : `- [ ] Task number ${index} of this plan (1d)`,
  );
  const plan = parsePlan(
    `# Big\n${lines.join('\n')}\n\n## Definition of Done\n- [ ] All is well\n\n## Risks\n| Risk | Impact |\n|---|---|\n| Size | High |\n`,
  );
  const entries = allTasks(plan).map(
    ({ task }, index) => [100_000 + task.line, { kind: 'issue', number: 100_000 + index }] as const,
  );
  const marker = printTracking(
    {
      plan: 'abc123',
      path: place.path,
      base: { kind: 'blob', blob: 'f'.repeat(40) },
      entries: new Map(entries),
      confirmed: null,
    },
    false,
    'f'.repeat(8),
  );
  const bodyAt = (done: number): string => {
    const input = inputOf(plan, (index) => (index < done ? { closed: index / 30 + 1 } : {}));
    return spliceBlock('', printBlock(marker, renderTracking(input, TRACKING_LIMIT - marker.length)));
  };

  it.each([0, 1000, 1999])('and %i of them done fits, marker and all', (done) => {
    const body = bodyAt(done);
    expect(body.length).toBeLessThan(TRACKING_LIMIT + 100);
    expect(body).toMatch(/<!-- \/planwright -->$/);
    expect(body).toContain(`${done} of 2000 tasks done`);
    expect(body).toContain('| Phase 40: Part 40 |');
    expect(body).toContain('- ○ All is well');
    expect(body).toContain('| Size | High |');
  });

  it('says where the tasks are, and lists those that are open as soon as there is room', () => {
    expect(bodyAt(0)).toContain(
      'There are too many to list here; the plan and its milestones have them all.',
    );
    expect(bodyAt(1000)).not.toContain('[Task number 1 of');
    expect(bodyAt(1900)).toContain('### Phase 1: Part 1\n\n50 tasks are done.\n\n');
    expect(bodyAt(1900)).toContain('- ○ [Task number 1999 of this plan]');
    expect(bodyAt(1925)).toContain('### Phase 39: Part 39\n\n- ○ [Task number 1925');
    expect(bodyAt(1925)).toContain(
      '[Task number 1949 of this plan](https://github.com/ada/engine/issues/1950)\n- and 25 tasks are done',
    );
  });

  it('and much that a person wrote around it, it ends between two lines, and folds nothing of theirs', () => {
    const input = inputOf(plan, (index) => (index < 1990 ? { closed: index / 30 + 1 } : {}));
    const before = spliceBlock('', printBlock(marker, 'old'));
    const words = 'I look after this. '.repeat(1_200);
    const body = spliceBlock(
      `${before}\n\n${words}`,
      printBlock(marker, renderTracking(input, 60_000 - marker.length)),
    );
    expect(body.endsWith(words)).toBe(true);
    expect(body.length).toBeLessThanOrEqual(65_000);
    const { html } = readWithRemark(body);
    const opened = html.filter((text) => text.startsWith('<details>')).length;
    expect(html.filter((text) => text.startsWith('</details>'))).toHaveLength(opened);
  });
});
