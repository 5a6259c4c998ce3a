import { parseCommands } from '../../src/sync/commands.ts';

it.each([
  ['/plan confirm 1a2b3c4d', [{ kind: 'confirm', id: '1a2b3c4d' }]],
  ['  /PLAN   Confirm  1A2B3C4D  ', [{ kind: 'confirm', id: '1a2b3c4d' }]],
  [
    'Looks right.\r\n/plan confirm 1a2b3c4d\r\n/plan sync\r\n',
    [{ kind: 'confirm', id: '1a2b3c4d' }, { kind: 'sync' }],
  ],
  ['> /plan sync', []],
  ['```\n/plan sync\n```', []],
  ['    /plan sync', []],
  ['Please type /plan sync', []],
  ['/plan confirm', []],
  ['/planner sync', []],
] as const)('%j', (comment, commands) => {
  expect(parseCommands(comment)).toEqual(commands);
});
