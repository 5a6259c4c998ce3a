/** One issue: its words, its comments, and what one can do to it. */
import { useState } from 'preact/hooks';
import type { Answer, SeenComment, SeenIssue } from '../server/types.ts';
import { Icon } from './icons.tsx';
import { act } from './live.ts';
import { Markdown } from './markdown.tsx';
import { stateWords } from './words.ts';

interface IssueViewProps {
  readonly issue: SeenIssue;
  /** Leads back to the list; null for an issue that has a tab of its own. */
  readonly onBack: (() => void) | null;
  readonly report: (answer: Answer) => void;
}

export function IssueView({ issue, onBack, report }: IssueViewProps) {
  const { number, state, body, author, isBot, comments } = issue;
  const [isRenaming, setRenaming] = useState(false);
  const close = async (reason: 'completed' | 'not_planned'): Promise<void> =>
    report(await act({ kind: 'close', issue: number, reason }));
  return (
    <article class="detail" aria-labelledby={`issue-${number}`}>
      {onBack !== null && (
        <button type="button" class="link back" onClick={onBack}>
          <Icon name="back" /> All issues
        </button>
      )}
      {isRenaming ? (
        <Rename issue={issue} onDone={() => setRenaming(false)} report={report} />
      ) : (
        <header>
          <h3 id={`issue-${number}`}>
            {issue.title} <span class="muted">#{number}</span>
          </h3>
          <div class="actions">
            <button type="button" class="small" onClick={() => setRenaming(true)}>
              Rename
            </button>
            {state === 'open' ? (
              <>
                <button type="button" class="small" onClick={() => void close('not_planned')}>
                  Close as not planned
                </button>
                <button type="button" class="small" onClick={() => void close('completed')}>
                  Close
                </button>
              </>
            ) : (
              <button
                type="button"
                class="small"
                onClick={() => void act({ kind: 'reopen', issue: number }).then(report)}
              >
                Reopen
              </button>
            )}
          </div>
        </header>
      )}
      <p class="muted state">
        <span class={`badge ${state}`}>
          <Icon name={state} /> {stateWords(state)}
        </span>{' '}
        opened by <Author login={author} isBot={isBot} />
      </p>
      <Markdown text={body} />
      <Comments comments={comments} />
      <CommentForm issue={number} report={report} />
    </article>
  );
}

export function Author({ login, isBot }: { readonly login: string; readonly isBot: boolean }) {
  return (
    <span class="author">
      {isBot && <Icon name="bot" />}
      {login === 'ada' ? 'you' : login}
    </span>
  );
}

export function Comments({ comments }: { readonly comments: readonly SeenComment[] }) {
  return (
    <>
      {comments.map(({ id, author, isBot, body, reactions }) => (
        <section class={`comment ${isBot ? 'bot' : ''}`} key={id} aria-label={`Comment by ${author}`}>
          <p class="muted">
            <Author login={author} isBot={isBot} /> {author === 'ada' ? 'commented' : 'comments'}
          </p>
          <Markdown text={body} />
          {reactions.length > 0 && (
            <p class="reactions" role="status">
              {reactions.map((name) => (
                <span key={name}>
                  <span aria-hidden="true">{pictureOf(name)}</span> {meaningOf(name)}
                </span>
              ))}
            </p>
          )}
        </section>
      ))}
    </>
  );
}

function pictureOf(reaction: string): string {
  return { '+1': '👍', '-1': '👎', confused: '😕' }[reaction] ?? reaction;
}

/** What Planwright says by a reaction (docs/commands.md). */
function meaningOf(reaction: string): string {
  switch (reaction) {
    case '+1':
      return 'Planwright did it';
    case '-1':
      return 'You may not ask for this';
    case 'confused':
      return 'It cannot be done as typed';
    default:
      return '';
  }
}

/** Comments that Planwright obeys; others are just talk. */
const COMMANDS = ['/plan help', '/plan sync', '/plan pause', '/plan resume'];

export function CommentForm({
  issue,
  report,
}: {
  readonly issue: number;
  readonly report: (answer: Answer) => void;
}) {
  const [body, setBody] = useState('');
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (body.trim() === '') return;
    const answer = await act({ kind: 'comment', issue, body });
    report(answer);
    if (answer.ok) setBody('');
  };
  return (
    <form class="comment-form" onSubmit={(event) => void send(event)}>
      <label for={`comment-${issue}`}>Comment on #{issue}</label>
      <textarea
        id={`comment-${issue}`}
        rows={2}
        value={body}
        placeholder="A remark, or a command such as /plan help"
        onInput={(event) => setBody(event.currentTarget.value)}
      />
      <div class="row">
        <span class="muted">Commands:</span>
        {COMMANDS.map((command) => (
          <button key={command} type="button" class="small mono" onClick={() => setBody(command)}>
            {command}
          </button>
        ))}
        <button type="submit" class="small push" disabled={body.trim() === ''}>
          Comment
        </button>
      </div>
    </form>
  );
}

function Rename({
  issue: { number, title },
  onDone,
  report,
}: {
  readonly issue: SeenIssue;
  readonly onDone: () => void;
  readonly report: (answer: Answer) => void;
}) {
  const [words, setWords] = useState(title);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const answer = await act({ kind: 'rename', issue: number, title: words });
    report(answer);
    if (answer.ok) onDone();
  };
  return (
    <form class="rename" onSubmit={(event) => void send(event)}>
      <label for="new-title">New title of #{number}</label>
      <input
        id="new-title"
        value={words}
        ref={(input) => input?.focus()}
        onInput={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <div class="row">
        <button type="submit" class="small primary" disabled={words.trim() === ''}>
          Save
        </button>
        <button type="button" class="small" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
