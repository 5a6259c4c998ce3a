/** The left side: the plan as text, what the parser says of it, and the two ways to get it to GitHub. */
import type { EditorView } from '@codemirror/view';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Linted, Snapshot } from '../server/types.ts';
import { createEditor, replaceText, showLine } from './editor.ts';
import { Icon } from './icons.tsx';
import { act, lint } from './live.ts';

interface PlanPanelProps {
  readonly snapshot: Snapshot;
  /** The example's text: what a repository without a plan begins with. */
  readonly example: string;
  /** A line to show; `at` tells two wishes for the same line apart. */
  readonly wish: { readonly line: number; readonly at: number } | null;
  readonly report: (answer: Answer) => void;
}

/** What an edit began with. */
interface Base {
  readonly text: string;
  readonly sha: string | null;
}

/** The text in the editor, and how it stands to the plan on main. */
function useDraft({ path, url, plan }: Snapshot, example: string) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const [text, setText] = useState(plan?.text ?? example);
  const [base, setBase] = useState<Base>({ text: plan?.text ?? '', sha: plan?.sha ?? null });
  const [linted, setLinted] = useState<Linted | null>(null);

  useEffect(() => {
    if (place.current === null) return undefined;
    const editor = createEditor({
      parent: place.current,
      text,
      onEdit: setText,
      lint: (asked) => lint({ text: asked, path, url }),
      onLinted: setLinted,
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  const load = (): void => {
    if (plan === null || view.current === null) return;
    setBase(plan);
    replaceText(view.current, plan.text);
  };
  // Without an edit of your own the editor follows main; with one it waits for you.
  useEffect(() => {
    if (plan !== null && plan.sha !== base.sha && (text === base.text || text === plan.text)) load();
  }, [plan?.sha, text]);

  const show = (line: number): void => {
    if (view.current !== null) showLine(view.current, line);
  };
  return { place, text, sha: base.sha, isEdited: text !== base.text, linted, load, show };
}

export function PlanPanel({ snapshot, example, wish, report }: PlanPanelProps) {
  const { path, plan } = snapshot;
  const { place, text, sha, isEdited, linted, load, show } = useDraft(snapshot, example);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    if (wish !== null) show(wish.line);
  }, [wish]);
  const send = async (kind: 'commit' | 'propose'): Promise<void> => {
    setBusy(true);
    const answer = await act({ kind, text, sha });
    setBusy(false);
    report(answer);
    // What was proposed lives on its branch; the editor shows main.
    if (answer.ok && kind === 'propose') load();
  };
  return (
    <section class="panel plan" aria-labelledby="plan-heading">
      <header class="panel-head">
        <h2 id="plan-heading">The plan</h2>
        <span class="path" title={path}>
          <Icon name="file" /> {path}
        </span>
        {linted !== null && <span class="counts">{counts(linted)}</span>}
      </header>
      <div class="editor" ref={place} />
      <Problems linted={linted} onShow={show} />
      {isEdited && plan !== null && plan.sha !== sha && <Behind onLoad={load} />}
      <footer class="panel-foot">
        <p class="hint">{hintOf(plan !== null, isEdited)}</p>
        <button type="button" disabled={!isEdited || isBusy} onClick={() => void send('propose')}>
          Propose as pull request
        </button>
        <button
          type="button"
          id="commit"
          class="primary"
          disabled={!isEdited || isBusy}
          onClick={() => void send('commit')}
        >
          Commit to main
        </button>
      </footer>
    </section>
  );
}

function Behind({ onLoad }: { readonly onLoad: () => void }) {
  return (
    <p class="behind" role="status">
      The plan on main has changed since you began.
      <button type="button" class="link" onClick={onLoad}>
        Load it and drop my edit
      </button>
    </p>
  );
}

function counts({ tasks, phases }: Linted): string {
  const said = tasks === 1 ? '1 task' : `${tasks} tasks`;
  if (phases === 0) return said;
  return `${said} in ${phases === 1 ? '1 phase' : `${phases} phases`}`;
}

function hintOf(isCommitted: boolean, isEdited: boolean): string {
  if (!isCommitted) return 'Nothing is on GitHub yet.';
  return isEdited ? 'Your edit is not committed yet.' : 'Same as on main. Tick, reword, add or cut a task.';
}

function Problems({
  linted,
  onShow,
}: {
  readonly linted: Linted | null;
  readonly onShow: (line: number) => void;
}) {
  if (linted === null || linted.problems.length === 0) return null;
  const { problems } = linted;
  return (
    <section class="problems" aria-label="Problems in the plan">
      <ul>
        {problems.map(({ code, severity, line, message, hint }) => (
          <li key={`${line}:${code}:${message}`}>
            <button type="button" onClick={() => onShow(line)}>
              <Icon name={severity} label={severity} />
              <span class="line">Line {line}</span>
              <span>
                {message} <span class="muted">{hint}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
