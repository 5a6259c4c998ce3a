/** What a job comes to that may succeed when it runs again. */
import { NoRoomError, type RetryableError } from '../github/transport/errors.ts';
import type { Outcome } from '../queue/types.ts';

/** Waits for room in GitHub's limits, which is no failure, or for what was unclear. */
export function laterOutcome(error: RetryableError): Outcome {
  const { afterMs, message: reason } = error;
  return error instanceof NoRoomError && afterMs !== null
    ? { kind: 'no-room', afterMs, needs: error.needs }
    : { kind: 'retry', afterMs, reason };
}
