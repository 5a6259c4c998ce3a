/** The page: plan on the left, GitHub on the right, what happens below. */
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Answer, ExampleId, Snapshot } from '../server/types.ts';
import { Going, type Place } from './going.ts';
import { Guide } from './guide.tsx';
import { Happenings } from './happenings.tsx';
import { Hub, type Shown } from './hub.tsx';
import { act, useLive, type PageState, rests } from './live.ts';
import { PlanPanel } from './plan-panel.tsx';
import { useTheme, type Theme } from './theme.ts';

const LIST: Shown = { tab: 'issues', issue: null };

export function App() {
  const state = useLive();
  const [theme, turn] = useTheme();
  const [refusal, setRefusal] = useState<string | null>(null);
  const report = useCallback((answer: Answer) => setRefusal(answer.ok ? null : answer.message), []);
  const { snapshot, examples, isConnected, news } = state;
  return (
    <>
      <Top state={state} theme={theme} onTurn={turn} report={report} />
      {!isConnected && (
        <p class="banner" role="alert">
          The playground has stopped. Start it again in its terminal; this page then comes back by itself.
        </p>
      )}
      {refusal !== null && (
        <p class="banner" role="alert">
          {refusal}
          <button type="button" class="link" onClick={() => setRefusal(null)}>
            Dismiss
          </button>
        </p>
      )}
      <p class="sr-only" aria-live="polite">
        {news.sentences.join(' ')}
      </p>
      {snapshot !== null && (
        <Main
          key={snapshot.repository}
          state={state}
          snapshot={snapshot}
          theme={theme}
          example={examples.find(({ id }) => id === snapshot.example)?.text ?? ''}
          report={report}
        />
      )}
    </>
  );
}

interface TopProps {
  readonly state: PageState;
  readonly theme: Theme;
  readonly onTurn: () => void;
  readonly report: (answer: Answer) => void;
}

function Top({ state: { snapshot, examples }, theme, onTurn, report }: TopProps) {
  const chosen = examples.find(({ id }) => id === snapshot?.example);
  return (
    <header class="top">
      <h1>
        <span class="logo" aria-hidden="true" />
        Planwright <span class="muted">playground</span>
      </h1>
      <p class="muted about">A GitHub in memory, the real app. Nothing leaves this machine.</p>
      <div class="pick">
        <label for="example">Example</label>
        <select
          id="example"
          value={snapshot?.example ?? 'template'}
          onChange={(event) =>
            void act({ kind: 'example', id: event.currentTarget.value as ExampleId }).then(report)
          }
        >
          {examples.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <button
        type="button"
        class="small"
        onClick={() => void act({ kind: 'start-over' }).then(report)}
        title={chosen?.about}
      >
        Start over
      </button>
      <button
        type="button"
        class="small"
        onClick={onTurn}
        aria-label={`Change to ${theme === 'dark' ? 'light' : 'dark'}`}
      >
        {theme === 'dark' ? 'Light' : 'Dark'}
      </button>
    </header>
  );
}

/** Shows where to press: the control is focused and flashes, or, where it cannot be pressed now, the panel that says why. */
function pointAt(control: string): void {
  const found = document.querySelector<HTMLElement>(`${control}:not(:disabled)`);
  const shown = found ?? document.querySelector<HTMLElement>(control === '#commit' ? '.plan' : '.hub-body');
  shown?.scrollIntoView({ block: 'nearest' });
  found?.focus();
  shown?.classList.add('pointed');
  setTimeout(() => shown?.classList.remove('pointed'), 1_800);
}

interface MainProps {
  readonly state: PageState;
  readonly snapshot: Snapshot;
  readonly theme: Theme;
  readonly example: string;
  readonly report: (answer: Answer) => void;
}

function Main({ state, snapshot, theme, example, report }: MainProps) {
  const [shown, show] = useState<Shown>(LIST);
  const [wish, setWish] = useState<{ line: number; at: number } | null>(null);
  const [goal, setGoal] = useState<string | null>(null);
  const goTo = useCallback(
    (place: Place) => {
      if (place.kind === 'line') return setWish({ line: place.line, at: Date.now() });
      const issue = snapshot.issues.find(({ number }) => number === place.number);
      if (issue === undefined) return show({ tab: 'pulls', issue: null });
      show(issue.isTracking ? { tab: 'tracking', issue: null } : { tab: 'issues', issue: place.number });
    },
    [snapshot],
  );
  const going = useMemo(() => ({ url: snapshot.url, theme, goTo }), [snapshot.url, theme, goTo]);
  // A control that is to be focused may stand in a tab that opens only now.
  useEffect(() => {
    if (goal === null) return;
    pointAt(goal);
    setGoal(null);
  }, [goal]);
  const go = (step: 0 | 1 | 2): void => {
    if (step === 1) show(LIST);
    if (step === 2) show({ tab: 'pulls', issue: null });
    setGoal(['#commit', '.toggle[data-state=open]', '.merge[data-bot=true]'][step] ?? null);
  };
  return (
    <Going.Provider value={going}>
      <Guide snapshot={snapshot} rests={rests(state.backstage)} onGo={go} />
      <main>
        <PlanPanel snapshot={snapshot} example={example} wish={wish} report={report} />
        <Hub
          snapshot={snapshot}
          backstage={state.backstage}
          fresh={state.news.numbers}
          shown={shown}
          onShow={show}
          report={report}
        />
        <Happenings entries={state.entries} backstage={state.backstage} report={report} />
      </main>
    </Going.Provider>
  );
}
