/** What is said of plans and phases that are called alike, and of tracking issues that lost their label. */
import type { Phase, Problem } from '../../../plan/types.ts';

/** Problems of names: two of a repository cannot bear one. */
export const planProblems = {
  phaseTwice: ({ title, line }: Phase, first: number, milestone: string): Problem => ({
    code: 'phase-twice',
    severity: 'notice',
    message: `The phase in line ${first} is called "${title}", too. Two milestones cannot bear one title, so that of this phase is "${milestone}".`,
    hint: 'Give one of the two phases another heading if they are to be told apart by more.',
    line,
    column: 1,
  }),
  titleTaken: ({ line }: Phase, milestone: string): Problem => ({
    code: 'milestone-title-taken',
    severity: 'notice',
    message: `A milestone of another plan bears the title that the milestone of this phase should have, so it is called "${milestone}".`,
    hint: 'Give one of the two plans another title if they are to be told apart by more.',
    line,
    column: 1,
  }),
  titleTakenMeanwhile: (title: string, milestone: string): Problem => ({
    code: 'milestone-title-taken',
    severity: 'notice',
    message: `GitHub says that there is a milestone "${title}" already, so the one of the phase is called "${milestone}".`,
    hint: 'Rename the other milestone, then this one, if you want the plain title.',
    line: 1,
    column: 1,
  }),
  unlabelled: (issue: number, id: string): Problem => ({
    code: 'tracking-unlabelled',
    severity: 'warning',
    message: `Issue #${issue} looks like the tracking issue of this plan, but somebody took the label "planwright" off it, and others write as the account that opened it, too. Nothing was changed.`,
    hint: `If it is, put the label back, or comment \`/plan confirm ${id}\` on it; if not, take its first line away.`,
    line: 1,
    column: 1,
  }),
} as const;
