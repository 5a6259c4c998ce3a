/**
 * Does something again and again, one at a time; where it fails, it is done at the next time. The timer keeps no process
 * alive.
 */
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
