/** What happens, in plain words, newest first; and the ways to make it go wrong. */
import type { Answer, Backstage, Entry, Mishap } from '../server/types.ts';
import { act, rests } from './live.ts';

interface HappeningsProps {
  readonly entries: readonly Entry[];
  readonly backstage: Backstage;
  readonly report: (answer: Answer) => void;
}

/** How many lines are shown: the newest. */
const SHOWN = 150;

export function Happenings({ entries, backstage, report }: HappeningsProps) {
  return (
    <section class="panel happenings" aria-labelledby="happenings-heading">
      <header class="panel-head">
        <h2 id="happenings-heading">What happens</h2>
        <AppState backstage={backstage} report={report} />
      </header>
      <Mishaps backstage={backstage} report={report} />
      <div class="timeline" tabIndex={0} role="region" aria-label="Timeline, newest first">
        {entries.length === 0 ? (
          <p class="empty">
            Every request and every webhook between you, GitHub and Planwright appears here.
          </p>
        ) : (
          <ol>{folded(entries).slice(0, SHOWN).map(line)}</ol>
        )}
      </div>
    </section>
  );
}

function AppState({ backstage, report }: Omit<HappeningsProps, 'entries'>) {
  const { app, isWorking, progress, missedWebhook } = backstage;
  if (app === 'stopped') {
    return (
      <p class="app-state stopped" role="status">
        Planwright is not running.{' '}
        <button
          type="button"
          class="small primary"
          onClick={() => void act({ kind: 'start-app' }).then(report)}
        >
          Start it again
        </button>
      </p>
    );
  }
  if (missedWebhook && !isWorking) {
    return (
      <p class="app-state waiting" role="status">
        Planwright missed a message.{' '}
        <button type="button" class="small primary" onClick={() => void act({ kind: 'sweep' }).then(report)}>
          Look now
        </button>
      </p>
    );
  }
  if (rests(backstage)) return <p class="app-state">Planwright rests.</p>;
  return (
    <p class={`app-state ${isWorking ? 'working' : 'waiting'}`}>
      {isWorking ? 'Planwright works' : 'Waits a minute: GitHub allows 80 new things in one'}
      {progress === null ? '' : `: ${progress.done} of ${progress.total} changes`}
      {progress !== null && <progress max={progress.total} value={progress.done} aria-label="Changes made" />}
    </p>
  );
}

const MISHAPS: readonly (readonly [Mishap, string, string])[] = [
  [
    'lose-webhook',
    'Lose a webhook',
    'Your next action reaches GitHub, but its message to Planwright does not arrive.',
  ],
  [
    'lose-reply',
    'Lose a reply',
    'GitHub does the next thing that Planwright asks for, but its answer is lost.',
  ],
  ['kill-app', 'Kill the app', 'Planwright dies in the middle of its next work, after its fourth change.'],
  ['rate-limit', 'Hit the rate limit', 'GitHub tells Planwright to come back in five seconds.'],
];

function Mishaps({ backstage, report }: Omit<HappeningsProps, 'entries'>) {
  const armed = MISHAPS.filter(([mishap]) => backstage.armed.includes(mishap));
  return (
    <div class="mishaps" role="group" aria-label="Break something on purpose">
      <span class="muted">Break something:</span>
      {MISHAPS.map(([mishap, name, effect]) => (
        <button
          key={mishap}
          type="button"
          class="small"
          title={effect}
          aria-pressed={backstage.armed.includes(mishap)}
          disabled={backstage.app === 'stopped'}
          onClick={() => void act({ kind: 'mishap', mishap }).then(report)}
        >
          {name}
        </button>
      ))}
      {armed.length > 0 && (
        <p class="armed" role="status">
          {armed.map(([, , effect]) => effect).join(' ')} Now commit, close or merge something.
        </p>
      )}
    </div>
  );
}

/** Newest first; quiet entries in a row are one line to unfold. */
function folded(entries: readonly Entry[]): (Entry | readonly Entry[])[] {
  const groups: (Entry | Entry[])[] = [];
  for (const entry of entries.toReversed()) {
    const last = groups.at(-1);
    if (entry.tone !== 'quiet') groups.push(entry);
    else if (Array.isArray(last)) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

function line(entry: Entry | readonly Entry[]) {
  if ('id' in entry) return <Line key={entry.id} entry={entry} />;
  const [newest] = entry;
  const oldest = entry.at(-1);
  if (newest === undefined || oldest === undefined) return null;
  if (entry.length === 1) return <Line key={oldest.id} entry={newest} />;
  return (
    <li key={oldest.id} class="quiet">
      <Time at={newest.at} />
      <details>
        <summary>Planwright looks around: {entry.length} requests and messages that change nothing</summary>
        <ol>
          {entry.map((one) => (
            <Line key={one.id} entry={one} />
          ))}
        </ol>
      </details>
    </li>
  );
}

function Line({ entry: { at, who, tone, text, detail } }: { readonly entry: Entry }) {
  return (
    <li class={`${who} ${tone}`}>
      <Time at={at} />
      <span class="text">{text}</span>
      <code class="request" title={detail}>
        {withoutRepository(detail)}
      </code>
    </li>
  );
}

/** `POST /issues → 201`: every line is about the one repository that is shown; the whole line is the title. */
function withoutRepository(detail: string): string {
  return detail.replace(/ \/repos\/[^/\s]+\/[^/\s?]+(?=([/\s?]|$))/, (_, next: string) =>
    next === '/' ? ' ' : ' /',
  );
}

function Time({ at }: { readonly at: number }) {
  const date = new Date(at);
  return <time dateTime={date.toISOString()}>{date.toLocaleTimeString('en-GB')}</time>;
}
