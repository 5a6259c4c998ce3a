/** The app's block in a body, and the words of people around it. */
import fc from 'fast-check';
import '../../runs.ts';
import { blockContent, printBlock, spliceBlock } from '../../../src/sync/state/body-block.ts';
import { printTask } from '../../../src/sync/state/markers.ts';

const plan = '3f2a1c';
const task = { plan, task: 'abc123def456', title: '11112222', src: '33334444', dropped: false };

describe("the app's block in a body", () => {
  const block = printBlock(printTask(task), 'The words of the plan.');

  it('is replaced, and every character around it stays', () => {
    const next = printBlock(printTask({ ...task, src: '55556666' }), 'Other words.');
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(spliceBlock(before + block + after, next)).toBe(before + next + after);
      }),
    );
  });

  it('is found again when the web editor turned its line ends into CRLF', () => {
    const body = `Mine above.\r\n${block.replaceAll('\n', '\r\n')}\r\nMine below.`;
    expect(blockContent(body, plan)).toBe('The words of the plan.');
    expect(spliceBlock(body, block)).toBe(`Mine above.\r\n${block}\r\nMine below.`);
  });

  it('is appended to a body that has none', () => {
    expect(spliceBlock('Found by hand.', block)).toBe(`Found by hand.\n\n${block}`);
    expect(spliceBlock('', block)).toBe(block);
  });

  it('loses no word of a person who removed its end', () => {
    const body = `${printTask(task)}\nThe words of the plan.\nMy own words.`;
    expect(blockContent(body, plan)).toBeNull();
    expect(spliceBlock(body, block)).toBe(`${block}\nThe words of the plan.\nMy own words.`);
  });

  it("is not confused with another plan's block", () => {
    const other = printBlock(printTask({ ...task, plan: 'ffffff' }), 'Of another plan.');
    expect(spliceBlock(other, block)).toBe(`${other}\n\n${block}`);
    expect(blockContent(`${other}\n\n${block}`, plan)).toBe('The words of the plan.');
  });
});
