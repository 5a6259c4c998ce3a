import { findColumns } from './tableheaders.ts';
import { findDate } from '../../src/plan/values/dates.ts';
import { dateLike } from '../../src/plan/values/date-format.ts';
import { parseEstimate } from '../../src/plan/values/estimates.ts';
import { classifyHeading, phaseName } from '../../src/plan/read/headings.ts';
import { isLevel } from '../../src/plan/vocabulary/levels.ts';
import { isPlaceholder } from '../../src/plan/vocabulary/placeholders.ts';
import { readStatus } from '../../src/plan/values/status-value.ts';
import { splitTitle } from '../../src/plan/read/tasks/titles.ts';
import { displayWidth } from '../../src/plan/text/width.ts';

describe('a heading', () => {
  test.each([
    'Phase 1: Foundation',
    '### **Phase 2**',
    '🚀 Phase 3 - Ship',
    'PHASE 4',
    'Phase A — OAuth',
    'Phase II: More',
    '4.5 Phase 4',
    'Phase 12.3: x (INSERTED)',
    'Sprint 1-2: MVP',
    'Week 1',
    'Milestone 3',
    '阶段 1',
    '第一阶段：准备',
    'フェーズ1',
    '第2フェーズ',
    '1단계',
    'Fase 2',
    'Этап 3',
    'Étape 4',
    'Giai đoạn 1',
    '1. Phase: Setup',
    'Q1 2027',
    'v0.2 (MVP)',
    'Phase N: Polish',
    'المرحلة 1',
    'שלב 2',
    'चरण 1',
  ])('such as %s is a phase', (title) => {
    expect(classifyHeading(title.replaceAll(/[#*]/gu, '').trim())).toBe('phase');
  });

  test.each([
    'Phase 2 Summary',
    'Architecture After Phase 5',
    'Phase Dependencies',
    'Phases of the moon',
    'Step by step',
    '4. Week Summary',
    'Weekly report',
    'Partial results',
    'Phased Implementation',
  ])('such as %s is no phase', (title) => {
    expect(classifyHeading(title)).not.toBe('phase');
  });

  test.each([
    'Task 3: Write tests',
    'TASK-001 Set up',
    'Story 2 Log in',
    'WP01 — Base',
    'Task 1.2',
    'US-03: Pay',
    'Задача 4: Тесты',
    '任务 2：测试',
    'Work Package WP02: x',
  ])('such as %s is a task', (title) => {
    expect(classifyHeading(title)).toBe('task');
  });

  test.each([
    'Definition of Done',
    '5. Definition of Done',
    '✅ Acceptance Criteria',
    'Success Criteria (Sprint 2)',
    'Definition of Done (Sprint 2)',
    'Phase 2.2 Completion Criteria',
    'PR Review Checklist',
    'Abnahmekriterien',
    '验收标准',
    'Release Criteria',
    'Dependencies',
    'DoD',
  ])('such as %s is a checklist', (title) => {
    expect(classifyHeading(title)).toBe('checklist');
  });

  test.each([
    'Implementation Checklist',
    'Functionality Checklist',
    'Backend Tasks',
    'Dependencies & Execution Order',
    'Dodge the bullet',
  ])('such as %s holds work', (title) => {
    expect(['plain', 'container']).toContain(classifyHeading(title));
  });

  test.each([
    'Phased Implementation',
    'Implementation Phases',
    'Roadmap',
    '2. Milestones',
    'Aufgaben',
    '任务',
    'タスク',
    'Дорожная карта',
    'Étapes',
  ])('such as %s holds phases', (title) => {
    expect(classifyHeading(title)).toBe('container');
  });

  test('names its phase by word and number, however it is written', () => {
    expect(phaseName('PHASE 1 — Setup')).toBe(phaseName('phase 1'));
    expect(phaseName('Phase 2')).not.toBe(phaseName('Phase 1'));
  });
});

describe('a title', () => {
  test.each([
    ['T001 [P] [US1] Create it', 'T001', 'Create it'],
    ['1.2 (P) Add it', '1.2', 'Add it'],
    ['1. Major task', '1', 'Major task'],
    ['TASK-002: Deploy', 'TASK-002', 'Deploy'],
    ['S01-T01 Model', 'S01-T01', 'Model'],
    ['[DB1] Create tables', 'DB1', 'Create tables'],
    ['Task 3: Test it', '3', 'Test it'],
    ['Sub-task: Test it', null, 'Test it'],
    ['t12.1 Ship it', 't12.1', 'Ship it'],
    ['M3: Ship it', 'M3', 'Ship it'],
    ['WP01 — Base', 'WP01', 'Base'],
    ['UTF-8 output', null, 'UTF-8 output'],
    ['S3 upload', null, 'S3 upload'],
    ['3 new endpoints', null, '3 new endpoints'],
    ['SHA-256 checksums', null, 'SHA-256 checksums'],
    ['2026 goals', null, '2026 goals'],
    ['T001', null, 'T001'],
    ['[US1]', null, '[US1]'],
  ])('of %s has the id %s', (text, id, title) => {
    expect(splitTitle(text)).toMatchObject({ id, title });
  });

  test.each([
    ['Ship it (2h)', 'Ship it', [{ kind: 'estimate', value: '2h' }]],
    [
      'Ship it ~3d @ann',
      'Ship it',
      [
        { kind: 'estimate', value: '~3d' },
        { kind: 'owner', value: '@ann' },
      ],
    ],
    ['Ship it (depends on T001, T002)', 'Ship it', [{ kind: 'dependencies', value: 'T001, T002' }]],
    ['Ship it blocked-by:t3', 'Ship it', [{ kind: 'dependencies', value: 't3' }]],
    ['Ship it (Priority: P1)', 'Ship it', [{ kind: 'priority', value: 'P1' }]],
    ['Support IPv6 (2)', 'Support IPv6 (2)', []],
    ['Ask @ann about it', 'Ask @ann about it', []],
    ['Show a toast (after login)', 'Show a toast (after login)', []],
    ['@ann', '@ann', []],
  ])('of %s ends with metadata', (text, title, metadata) => {
    expect(splitTitle(text)).toMatchObject({ title, metadata });
  });

  test('and its affixes make up the text again', () => {
    const { prefix, title, suffix } = splitTitle('T001 [P] Ship it (2h) @ann');
    expect(prefix + title + suffix).toBe('T001 [P] Ship it (2h) @ann');
  });
});

describe('a status', () => {
  test.each([
    [
      'done',
      [
        'Done',
        '✅',
        '✅ Complete',
        '**Complete (2026-08-27)**'.replaceAll('*', ''),
        '[x]',
        '☑',
        '100%',
        '3/3',
        '2026-01-02',
        'MERGED',
        '✅ Abgeschlossen',
        '已完成',
        '完了',
        'done (evidence)',
        'Готово',
      ],
    ],
    [
      'open',
      [
        '',
        '-',
        '—',
        'Todo',
        'TO DO',
        '📋 TODO',
        '⏳ PENDING',
        '🔴 Not Started',
        '⬜',
        '[ ]',
        'in-progress',
        '🟡 IN PROGRESS',
        '0%',
        '0/4',
        '⏭️ Deferred',
        'Blocked',
        '进行中',
        'wip',
        '🔒 QUEUED',
      ],
    ],
    ['dropped', ['Dropped', 'Cancelled', "Won't fix", '❌ Cancelled', '已取消', 'Отменено']],
  ])('of class %s is read', (state, cells) => {
    expect(cells.map(readStatus)).toEqual(cells.map(() => state));
  });

  test('that nobody knows is null', () => {
    expect(['Frobbed', 'P1', 'see notes'].map(readStatus)).toEqual([null, null, null]);
  });
});

describe('an estimate', () => {
  test.each([
    ['2d', 'hours', 16, 16],
    ['3 days', 'hours', 24, 24],
    ['4h', 'hours', 4, 4],
    ['~2h', 'hours', 2, 2],
    ['1w', 'hours', 40, 40],
    ['2-3 days', 'hours', 16, 24],
    ['3 pts', 'points', 3, 3],
    ['M', 'size', 3, 3],
    ['1.5h', 'hours', 1.5, 1.5],
    ['30 min', 'hours', 0.5, 0.5],
    ['1d 4h', 'hours', 12, 12],
    ['3天', 'hours', 24, 24],
    ['4-6 horas', 'hours', 4, 6],
    ['3ч', 'hours', 3, 3],
    ['2日', 'hours', 16, 16],
    ['Large (8+ hrs)', 'hours', 8, 8],
    ['5h - 1d', 'hours', 5, 8],
    ['0,5 d', 'hours', 4, 4],
  ])('of %s counts %s from %d to %d', (text, unit, low, high) => {
    expect(parseEstimate(text)).toEqual({ unit, low, high });
  });

  test('takes its unit from the header if it has none', () => {
    expect(parseEstimate('8')).toBeNull();
    expect(parseEstimate('8', 'h')).toEqual({ unit: 'hours', low: 8, high: 8 });
  });

  test.each(['soon', 'Week 1', 'Xh', '[X] days', '', 'h'])('of %s is none', (text) => {
    expect(parseEstimate(text)).toBeNull();
  });
});

describe('a level', () => {
  test.each([
    'High',
    'P1 - High',
    '🔴 HIGH',
    'P0 (foundation)',
    '⭐⭐',
    'Must',
    '高',
    'Высокий',
    'Média',
    '3',
    'High — completes Phase 2',
  ])('of %s is known', (text) => {
    expect(isLevel(text)).toBe(true);
  });

  test.each(['Huge', 'Whenever', 'P9x', ''])('of %s is not', (text) => {
    expect(isLevel(text)).toBe(false);
  });
});

describe('a placeholder', () => {
  test.each(['[Task 1]', '[Dependency]', 'High/Med/Low', '[Date]', '{name}', '<owner>'])(
    '%s stands for a value',
    (text) => {
      expect(isPlaceholder(text)).toBe(true);
    },
  );

  test.each(['[x]', '[ ]', 'Read/write path', 'Fix [this] now', '[a] and [b]', 'High'])(
    '%s is a value',
    (text) => {
      expect(isPlaceholder(text)).toBe(false);
    },
  );
});

describe('a date', () => {
  test.each([
    ['due 2026-12-01', '2026-12-01', true],
    ['2026/2/3', '2026-02-03', true],
    ['1.12.2026', '2026-12-01', true],
    ['Dec 1, 2026', '2026-12-01', true],
    ['1 December 2026', '2026-12-01', true],
    ['2026年12月1日', '2026-12-01', true],
    ['2026-02-30', '2026-02-30', false],
    ['2028-02-29', '2028-02-29', true],
    ['2100-02-29', '2100-02-29', false],
  ])('is found in %s', (text, date, exists) => {
    expect(findDate(text)).toEqual({ date, exists });
  });

  test('that means two days is none', () => {
    expect(findDate('03/04/2026')).toBeNull();
  });

  test.each([
    ['2026-01-02', '2027-08-09'],
    ['2026/01/02', '2027/08/09'],
    ['2026/1/2', '2027/8/9'],
    ['March 3, 2026', 'August 9, 2027'],
    ['3 Mar 2026', '9 Aug 2027'],
    ['02.01.2026', '09.08.2027'],
    ['December 2024', 'August 2027'],
    ['2026年1月2日', '2027年8月9日'],
    ['31/12/2026', '09/08/2027'],
    ['12/31/2026', '08/09/2027'],
    ['03/04/2026', '2027-08-09'],
    ['2026-02-11 after review', '2027-08-09 after review'],
  ])('like %s is written as %s', (example, written) => {
    expect(dateLike(example, '2027-08-09')).toBe(written);
  });
});

describe('a width', () => {
  test('counts wide characters twice and marks not at all', () => {
    expect(['abc', '任务', '✅', 'é', 'e\u0301', ''].map(displayWidth)).toEqual([3, 4, 2, 1, 1, 0]);
  });
});

describe('a table header', () => {
  test.each([
    ['Task | Priority | Estimation | Dependencies', { task: 0, priority: 1, estimate: 2, dependencies: 3 }],
    [
      'ID | Task | Est. Hours | Depends on | Owner | Status',
      { id: 0, task: 1, estimate: 2, dependencies: 3, owner: 4, status: 5 },
    ],
    [
      '# | 任务 | 优先级 | 预估工时 | 依赖 | 状态',
      { id: 0, task: 1, priority: 2, estimate: 3, dependencies: 4, status: 5 },
    ],
    [
      'ID | タスク | 優先度 | 見積 | 担当 | ステータス',
      { id: 0, task: 1, priority: 2, estimate: 3, owner: 4, status: 5 },
    ],
    ['작업 | 우선순위 | 예상 시간', { task: 0, priority: 1, estimate: 2 }],
    [
      '# | Задача | Приоритет | Оценка | Зависимости',
      { id: 0, task: 1, priority: 2, estimate: 3, dependencies: 4 },
    ],
    ['Aufgabe | Priorität | Aufwand', { task: 0, priority: 1, estimate: 2 }],
    ['Tâche | Priorité | Statut', { task: 0, priority: 1, status: 2 }],
    [
      '# | Tarefa | Prioridade | Estimativa | Dependência',
      { id: 0, task: 1, priority: 2, estimate: 3, dependencies: 4 },
    ],
    ['✅ | Task | Owner | Blocked by', { status: 0, task: 1, owner: 2, dependencies: 3 }],
    ['Step | Action | Done', { id: 0, task: 1, status: 2 }],
    ['Phase | Task | Effort | Dependencies', { phase: 0, task: 1, estimate: 2, dependencies: 3 }],
    ['Subtask ID | Summary | Work Package | Priority | Parallel?', { id: 0, task: 1, priority: 3 }],
  ])('%s has these columns', (header, columns) => {
    expect(findColumns(header)).toEqual(columns);
  });

  test.each([
    'Risk | Phase | Mitigation | Owner',
    'Role | Name | Date | Status',
    'Requirement | Status | Evidence',
    'Test | Steps | Expected | Status',
    'Status | Meaning | Action',
    'Metric | Before | After',
    'Phase | Duration',
    'Phase | Tasks | Estimation | Dependencies',
    'Phase | Milestone | Plans Complete | Status | Completed',
  ])('%s is no task table', (header) => {
    expect(findColumns(header)).toBeNull();
  });
});
