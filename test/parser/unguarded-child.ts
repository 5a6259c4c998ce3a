/** A parser process without the scans that come before a parser: texts reach it as they are. */
import workerpool from 'workerpool';
import { parse } from 'yaml';
import { readMarkdown } from '../../src/plan/text/markdown.ts';
import type { Work } from '../../src/parser/types.ts';

const hoard: unknown[] = [];

// A process that takes long to start, though it is all well.
const [, , startMs = '0'] = process.argv;
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(startMs));

workerpool.worker({
  work(work: Work) {
    workerpool.workerEmit('begun');
    const text = 'text' in work ? work.text : '';
    // As V8 does when it cannot compile a regular expression deep down in YAML.
    if (text === 'abort') process.abort();
    if (text === 'hoard') for (;;) hoard.push(Array.from({ length: 1000 }, (_, index) => `${index}`));
    if (work.kind === 'config') parse(text);
    if (work.kind === 'plan') readMarkdown(text);
    return { kind: 'done', value: process.pid };
  },
});
