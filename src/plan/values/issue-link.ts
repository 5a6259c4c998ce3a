/** The link to its issue that ends a task's text. */
export interface IssueLink {
  readonly issue: number;
  /** Offset in the text at which the link begins, the white space before it not counted. */
  readonly start: number;
}

const LINK =
  /(?:\(\[#(\d{1,10})\]\(<?([^\s()<>]*\/)?(?:issues|pull)\/(\d{1,10})\/?(?:#[^\s()<>]*)?>?\)\)|\[#(\d{1,10})\]\(<?([^\s()<>]*\/)?issues\/(\d{1,10})\/?>?\))$/u;

/**
 * Finds the issue link at the end of a task's Markdown: `([#12](https://github.com/o/r/issues/12))`.
 *
 * @param markdown A task's text, without trailing white space.
 * @param repositoryUrl Address of the plan's repository: the number of another one's issue says nothing here.
 * @returns The link, or null if the text does not end with one.
 */
export function findIssueLink(markdown: string, repositoryUrl?: string): IssueLink | null {
  const match = LINK.exec(markdown);
  if (match === null) return null;
  const shown = match[1] ?? match[4];
  const target = match[3] ?? match[6];
  if (shown !== target || shown === undefined) return null;
  const place = match[2] ?? match[5] ?? '';
  return isElsewhere(place, repositoryUrl) ? null : { issue: Number(shown), start: match.index };
}

/** Whether an address is a whole one that leads to another repository. */
function isElsewhere(place: string, repositoryUrl: string | undefined): boolean {
  if (repositoryUrl === undefined || !/^https?:\/\//iu.test(place)) return false;
  return place.toLowerCase() !== `${repositoryUrl.toLowerCase()}/`;
}

/** The link as the app writes it, without the space before it. */
export function writeIssueLink(issue: number, url: string): string {
  return `([#${String(issue)}](${url}))`;
}
