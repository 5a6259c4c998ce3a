/** The right side: what GitHub has, in three tabs. */
import { useEffect, useRef } from 'preact/hooks';
import type { Answer, Backstage, Snapshot } from '../server/types.ts';
import { Check } from './check.tsx';
import { IssueList } from './issue-list.tsx';
import { IssueView } from './issue-view.tsx';
import { Pulls } from './pulls.tsx';

export type Tab = 'issues' | 'pulls' | 'tracking';

export interface Shown {
  readonly tab: Tab;
  /** The issue that is open within the first tab. */
  readonly issue: number | null;
}

interface HubProps {
  readonly snapshot: Snapshot;
  readonly backstage: Backstage;
  readonly fresh: readonly number[];
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
  readonly report: (answer: Answer) => void;
}

const TABS: readonly Tab[] = ['issues', 'pulls', 'tracking'];

export function Hub({ snapshot, backstage, fresh, shown, onShow, report }: HubProps) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => body.current?.scrollTo({ top: 0 }), [shown.tab, shown.issue, snapshot.repository]);
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = TABS[(TABS.indexOf(shown.tab) + step + TABS.length) % TABS.length] ?? 'issues';
    onShow({ tab: next, issue: null });
    document.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <section class="panel hub" aria-labelledby="hub-heading">
      <header class="panel-head">
        <h2 id="hub-heading">On GitHub</h2>
        <div class="tabs" role="tablist" aria-label="What GitHub has" onKeyDown={move}>
          {TABS.map((tab) => (
            <button
              key={tab}
              type="button"
              role="tab"
              id={`tab-${tab}`}
              aria-selected={shown.tab === tab}
              aria-controls="hub-body"
              tabIndex={shown.tab === tab ? 0 : -1}
              onClick={() => onShow({ tab, issue: null })}
            >
              {nameOf(tab)} <Count tab={tab} snapshot={snapshot} />
            </button>
          ))}
        </div>
      </header>
      <div
        class="hub-body"
        id="hub-body"
        role="tabpanel"
        aria-labelledby={`tab-${shown.tab}`}
        tabIndex={0}
        ref={body}
      >
        <Body
          snapshot={snapshot}
          backstage={backstage}
          fresh={fresh}
          shown={shown}
          onShow={onShow}
          report={report}
        />
      </div>
    </section>
  );
}

function nameOf(tab: Tab): string {
  switch (tab) {
    case 'issues':
      return 'Issues';
    case 'pulls':
      return 'Pull requests';
    case 'tracking':
      return 'Tracking issue';
  }
}

function Count({ tab, snapshot: { issues, pulls } }: { readonly tab: Tab; readonly snapshot: Snapshot }) {
  if (tab === 'tracking') return null;
  const open =
    tab === 'pulls'
      ? pulls.filter(({ state }) => state === 'open')
      : issues.filter(({ state, isTracking }) => state === 'open' && !isTracking);
  return <span class={`count ${tab === 'pulls' && open.length > 0 ? 'hot' : ''}`}>{open.length}</span>;
}

function Body({ snapshot, backstage, fresh, shown, onShow, report }: HubProps) {
  switch (shown.tab) {
    case 'pulls':
      return <Pulls snapshot={snapshot} fresh={fresh} report={report} />;
    case 'tracking': {
      const tracking = snapshot.issues.find(({ isTracking }) => isTracking);
      if (tracking !== undefined)
        return (
          <>
            <Check check={snapshot.check} report={report} />
            <IssueView key={tracking.number} issue={tracking} onBack={null} report={report} />
          </>
        );
      return (
        <div class="empty">
          <p>
            <strong>No tracking issue yet.</strong>
          </p>
          <p>It shows where the plan stands: progress, what depends on what, what waits for a person.</p>
        </div>
      );
    }
    case 'issues': {
      const issue = snapshot.issues.find(({ number }) => number === shown.issue);
      if (issue !== undefined) {
        return (
          <IssueView
            key={issue.number}
            issue={issue}
            onBack={() => onShow({ tab: 'issues', issue: null })}
            report={report}
          />
        );
      }
      return (
        <IssueList
          snapshot={snapshot}
          backstage={backstage}
          fresh={fresh}
          onOpen={(number) => onShow({ tab: 'issues', issue: number })}
          report={report}
        />
      );
    }
  }
}
