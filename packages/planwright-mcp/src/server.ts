/**
 * The tools. Each opens the plans anew, so that it answers for now, and does what the command of its kind does at the terminal.
 * What the command would refuse is a tool error that says what to do. Names and descriptions are short: a model reads all of
 * them before it says a word, and test/server.test.ts counts them.
 */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { problemsIn } from '../../../src/cli/check.ts';
import { plansHere, readInput } from '../../../src/cli/files.ts';
import { claimTask, releaseTask } from '../../../src/cli/next/claim.ts';
import { completeTask } from '../../../src/cli/next/done.ts';
import { claimEntry, taskEntry } from '../../../src/cli/next/task-entry.ts';
import { entriesOf, nextTasks } from '../../../src/cli/next/next.ts';
import { openSession, type Session, type SessionOptions } from '../../../src/cli/next/session.ts';
import { shownTask } from '../../../src/cli/next/show.ts';
import { statusReport } from '../../../src/cli/next/status.ts';

/** What the server is started with. */
export interface ServerOptions extends SessionOptions {
  /** The name that claims bear. */
  readonly as?: string;
}

const VERSION = '0.1.0';
/** So many tasks are listed where nothing is said. */
const LISTED = 5;

const plans = z.array(z.string()).optional().describe('plan files; default: all');
const task = z.string().describe('issue number, id, file:line or words');

/** What tools answer, as far as the schema says it: the fields of a task are those of `planwright next --json`. */
const anything = z.looseObject({});
const OUTPUT = {
  status: z.looseObject({ plans: z.array(anything) }),
  next: z.object({ tasks: z.array(anything), more: z.number(), source: z.string() }),
  shown: z.looseObject({ title: z.string(), reason: z.string(), lines: z.array(anything) }),
  problems: z.object({ files: z.number(), problems: z.array(anything) }),
  claimed: z.looseObject({}),
  done: z.looseObject({ diff: z.string() }),
};

/** Makes the server; it answers once it is connected. */
export function createServer(options: ServerOptions): McpServer {
  const server = new McpServer({ name: 'planwright', version: VERSION });
  const open = (named: readonly string[] = []): Promise<Session> => openSession(named, options, silent);
  addReading(server, open);
  addWriting(server, open, options);
  return server;
}

type Open = (named?: readonly string[]) => Promise<Session>;

function addReading(server: McpServer, open: Open): void {
  const annotations = { readOnlyHint: true };
  server.registerTool(
    'plan_status',
    {
      description: 'Progress of the plans by phase, what is late, claimed or waits for a person',
      outputSchema: OUTPUT.status,
      inputSchema: { plans },
      annotations,
    },
    async (input) => answer(statusReport(await open(input.plans), new Date().toISOString().slice(0, 10))),
  );
  server.registerTool(
    'next_task',
    {
      description: 'Tasks that are ready, best first, with the reason. Claim one before you work on it',
      outputSchema: OUTPUT.next,
      inputSchema: {
        plans,
        limit: z.number().int().min(1).optional(),
        label: z.string().optional(),
      },
      annotations,
    },
    async ({ plans: named, limit = LISTED, label }) => {
      const session = await open(named);
      const found = await nextTasks(session, { limit, ...(label === undefined ? {} : { label }) });
      return answer({ tasks: entriesOf(found), more: found.more, source: session.source });
    },
  );
  server.registerTool(
    'show_task',
    {
      description: 'All about a task, its lines of the plan included',
      outputSchema: OUTPUT.shown,
      inputSchema: { task },
      annotations,
    },
    async (input) => answer(shownTask(await open(), input.task)),
  );
  server.registerTool(
    'check_plan',
    {
      description: 'Problems in plan files: line, code, message, hint',
      outputSchema: OUTPUT.problems,
      inputSchema: { plans },
      annotations,
    },
    async (input) => answer(checked(input.plans)),
  );
}

function addWriting(server: McpServer, open: Open, { as }: ServerOptions): void {
  const named = as === undefined ? {} : { as };
  server.registerTool(
    'claim_task',
    {
      description:
        'Claim a task on GitHub so that nobody else takes it; without task the best ready one. task is null if others were faster',
      outputSchema: OUTPUT.claimed,
      inputSchema: {
        task: task.optional(),
        for: z.string().optional().describe('30m, 4h (default), 2d'),
        release: z.boolean().optional().describe('give it back instead'),
      },
    },
    async ({ task: name, for: lease, release }) => {
      const session = await open();
      const wanted = { ...named, ...(lease === undefined ? {} : { for: lease }) };
      if (release === true) return answer(await releaseTask(session, name ?? '', named));
      if (name !== undefined) {
        const { order, task: found, claim, why } = await claimTask(session, name, wanted);
        return answer({ task: claim === null ? null : taskEntry(order, found, claim), why });
      }
      const [entry = null] = entriesOf(await nextTasks(session, { ...wanted, claim: true }));
      return answer({ task: entry, why: entry === null ? 'Nothing is ready that nobody else has.' : null });
    },
  );
  server.registerTool(
    'complete_task',
    {
      description:
        'Tick a finished task in its plan file. Returns the diff; commit it with the work, do not edit the box yourself',
      outputSchema: OUTPUT.done,
      inputSchema: { task },
    },
    async (input) => {
      const { task: found, diff, claim, notes } = await completeTask(await open(), input.task, named);
      const { path, issue, task: written } = found;
      const told = { plan: path, line: written.line, issue, title: written.title, diff, notes };
      return answer({ ...told, claim: claim === null ? null : claimEntry(claim) });
    },
  );
}

/** The same as text, for clients that know no structured content. */
function answer(structuredContent: object): CallToolResult {
  const text = JSON.stringify(structuredContent);
  return {
    content: [{ type: 'text', text }],
    structuredContent: JSON.parse(text) as Record<string, unknown>,
  };
}

function checked(named: readonly string[] | undefined) {
  const files = named ?? plansHere();
  const problems = files.flatMap((file) => {
    const input = readInput(file);
    if ('error' in input) throw new Error(input.error);
    return problemsIn(file, input.text);
  });
  return { files: files.length, problems };
}

/** Standard output is the protocol's, so that waits are not shown. */
const silent = { show() {}, note() {}, end() {} };
