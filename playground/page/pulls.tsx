/** Pull requests: the open ones whole, with diff, check and what Planwright says; those that are over in a line. */
import type { Answer, SeenPull, Snapshot } from '../server/types.ts';
import { Check } from './check.tsx';
import { Diff } from './diff.tsx';
import { Icon } from './icons.tsx';
import { Author, CommentForm, Comments } from './issue-view.tsx';
import { act } from './live.ts';
import { Markdown } from './markdown.tsx';

interface PullsProps {
  readonly snapshot: Snapshot;
  readonly fresh: readonly number[];
  readonly report: (answer: Answer) => void;
}

export function Pulls({ snapshot: { pulls, url }, fresh, report }: PullsProps) {
  if (pulls.length === 0) {
    return (
      <div class="empty">
        <p>
          <strong>No pull requests yet.</strong>
        </p>
        <p>
          Planwright proposes its edits of the plan here. Propose one of your own, and it tells you beforehand
          what merging will do.
        </p>
      </div>
    );
  }
  const open = pulls.filter(({ state }) => state === 'open');
  const over = pulls.filter(({ state }) => state !== 'open');
  return (
    <div class="pulls">
      {open.map((pull) => (
        <OpenPull
          key={pull.number}
          pull={pull}
          url={url}
          isFresh={fresh.includes(pull.number)}
          report={report}
        />
      ))}
      {over.map((pull) => (
        <details class="over" key={pull.number} id={`pull-${pull.number}`}>
          <summary>
            <Icon name={pull.state === 'merged' ? 'merged' : 'closed'} label={pull.state} /> {pull.title}{' '}
            <span class="muted">#{pull.number}</span>
          </summary>
          <div class="detail">
            {pull.state === 'closed' && (
              <button
                type="button"
                class="small"
                onClick={() => void act({ kind: 'reopen-pull', pull: pull.number }).then(report)}
              >
                Reopen
              </button>
            )}
            <Markdown text={pull.body} />
            <Diff files={pull.files} url={url} />
            <Comments comments={pull.comments} />
          </div>
        </details>
      ))}
    </div>
  );
}

interface OpenPullProps {
  readonly pull: SeenPull;
  readonly url: string;
  readonly isFresh: boolean;
  readonly report: (answer: Answer) => void;
}

function OpenPull({ pull, url, isFresh, report }: OpenPullProps) {
  const { number, title, author, isBot, branch, body, files, comments } = pull;
  return (
    <article
      class={`detail pull ${isFresh ? 'fresh' : ''}`}
      id={`pull-${number}`}
      aria-labelledby={`pull-title-${number}`}
    >
      <header>
        <h3 id={`pull-title-${number}`}>
          <Icon name="pull" label="Open pull request" /> {title} <span class="muted">#{number}</span>
        </h3>
        <div class="actions">
          <button
            type="button"
            class="small"
            onClick={() => void act({ kind: 'close-pull', pull: number }).then(report)}
            aria-label={`Close pull request #${number}`}
          >
            Close
          </button>
          <button
            type="button"
            class="small merge"
            data-bot={isBot}
            onClick={() => void act({ kind: 'merge', pull: number }).then(report)}
            aria-label={`Merge pull request #${number}`}
          >
            Merge
          </button>
        </div>
      </header>
      <p class="muted">
        <Author login={author} isBot={isBot} /> {author === 'ada' ? 'want' : 'wants'} to merge{' '}
        <code>{branch}</code> into <code>main</code>
      </p>
      <Check check={pull.check} report={report} />
      {body !== '' && <Markdown text={body} />}
      <Diff files={files} url={url} />
      <Comments comments={comments} />
      <CommentForm issue={number} report={report} />
    </article>
  );
}
