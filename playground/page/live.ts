/** What the server sends, as state; what you do, as requests. */
import { useEffect, useState } from 'preact/hooks';
import type { Act, Answer, Backstage, Entry, Example, Linted, Live, Snapshot } from '../server/types.ts';
import { newsOf, type News } from './news.ts';

export interface PageState {
  readonly examples: readonly Omit<Example, 'files'>[];
  readonly snapshot: Snapshot | null;
  readonly entries: readonly Entry[];
  readonly backstage: Backstage;
  /** What changed with the newest snapshot. */
  readonly news: News;
  readonly isConnected: boolean;
}

const KEPT = 2_000;

const BEGINNING: PageState = {
  examples: [],
  snapshot: null,
  entries: [],
  backstage: { app: 'running', isWorking: false, progress: null, armed: [], missedWebhook: false },
  news: { sentences: [], numbers: [] },
  isConnected: true,
};

/** Whether the app runs and has nothing left to do that it knows of. */
export function rests({ app, isWorking, progress, missedWebhook }: Backstage): boolean {
  return app === 'running' && !isWorking && progress === null && !missedWebhook;
}

/** The state of the page, kept up to date as long as the server is there. */
export function useLive(): PageState {
  const [state, setState] = useState(BEGINNING);
  useEffect(() => {
    const source = new EventSource('/api/live');
    source.addEventListener('open', () => setState((before) => ({ ...before, isConnected: true })));
    source.addEventListener('error', () => setState((before) => ({ ...before, isConnected: false })));
    source.addEventListener('message', ({ data }: MessageEvent<string>) =>
      setState((before) => next(before, JSON.parse(data) as Live)),
    );
    return () => source.close();
  }, []);
  return state;
}

function next(before: PageState, live: Live): PageState {
  switch (live.kind) {
    case 'examples':
      return { ...before, examples: live.examples };
    case 'snapshot':
      return { ...before, snapshot: live.snapshot, news: newsOf(before.snapshot, live.snapshot) };
    case 'entries':
      return {
        ...before,
        entries: live.isAll ? live.entries : [...before.entries, ...live.entries].slice(-KEPT),
      };
    case 'backstage':
      return { ...before, backstage: live.backstage };
  }
}

async function post<T>(path: string, body: object): Promise<T> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}

/** Does something; the answer says whether GitHub let you. */
export async function act(what: Act): Promise<Answer> {
  try {
    return await post<Answer>('/api/act', what);
  } catch {
    return { ok: false, message: 'The playground does not answer. Is it still running in its terminal?' };
  }
}

/** Reads a text as Planwright does. */
export function lint(asked: {
  readonly text: string;
  readonly path: string;
  readonly url: string;
}): Promise<Linted> {
  return post<Linted>('/api/lint', asked);
}
