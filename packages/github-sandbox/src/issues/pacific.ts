/** GitHub keeps a due date as midnight in California (GITHUB-FACTS 5). */

const PACIFIC = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const HOUR_MS = 3_600_000;

/** The midnight in Los Angeles at or before a moment. */
export function midnightPacific(moment: Date): Date {
  const day = PACIFIC.format(moment);
  const summer = new Date(`${day}T07:00:00Z`);
  // In winter 07:00Z is still the evening before.
  return PACIFIC.format(summer) === day ? summer : new Date(summer.getTime() + HOUR_MS);
}
