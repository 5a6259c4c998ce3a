/** Whether GitHub refused a commit because its branch takes changes by pull request only. */
import { isHttpError, TerminalError } from '../transport/errors.ts';

const PROTECTED =
  /rule violation|protected branch|through a pull request|not authorized to push|approving review|required status check|is expected\b|verified signature/i;

/** A 403 arrives as the error that ends a job, with GitHub's own as its cause. */
export function isProtected(error: unknown): boolean {
  const refusal = error instanceof TerminalError ? error.cause : error;
  return isHttpError(refusal) && [403, 409, 422].includes(refusal.status) && PROTECTED.test(refusal.message);
}
