/** Timers that never keep the process alive. */

/** Resolves after some time. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** Does something again and again, one run at a time; after a failure the next run comes at its usual time. */
export function repeat(
  ms: number,
  act: () => Promise<void>,
  onFailure: (error: unknown) => void,
): NodeJS.Timeout {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    void act()
      .catch(onFailure)
      .finally(() => {
        isBusy = false;
      });
  }, ms);
  return timer.unref();
}
