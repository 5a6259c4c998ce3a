/** Which comments were answered though GitHub refused the reaction that says so: a tracking or onboarding issue remembers it. */
import type { CommentReading } from '../../github/read/comments.ts';
import { parseOnboarding } from '../../sync/plans/onboarding.ts';
import { ledgerIn } from '../../sync/state/markers.ts';
import type { ObservedIssue } from '../../sync/types.ts';
import type { CommentPlace } from './comment-place.ts';

/** The issue that remembers which comments of a place were answered; undefined where none does. */
export function answerMemory(place: CommentPlace): ObservedIssue | undefined {
  return place.kind === 'plan' ? place.tracking : place.kind === 'onboarding' ? place.list : undefined;
}

/**
 * Whether a comment was obeyed that bears no reaction. Commands are obeyed oldest first, so every comment before the
 * remembered one was obeyed, too.
 */
export function isRemembered(place: CommentPlace, { id }: CommentReading, isHinted: boolean): boolean {
  const answered = answeredIn(answerMemory(place)?.body ?? '');
  // An event about an older one tells that it was edited.
  return isHinted ? id === answered : id <= answered;
}

/** The newest comment that a tracking or onboarding issue remembers as answered; 0 for none. */
function answeredIn(body: string): number {
  return ledgerIn(body)?.answered ?? parseOnboarding(body)?.answered ?? 0;
}
