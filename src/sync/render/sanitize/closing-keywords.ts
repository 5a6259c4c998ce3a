/** The words by which a pull request or a commit closes issues: the list of them, and the issues that a text closes. */

/**
 * The words that make GitHub close an issue, in a pull request's description and in a commit's message.
 *
 * Source: https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
 */
export const CLOSING_KEYWORDS = 'close[sd]?|fix(?:e[sd])?|resolve[sd]?';

/** A keyword with what it closes: `#12`, `owner/name#12`, `GH-12` or the address. */
const CLOSING = new RegExp(
  String.raw`\b(?:${CLOSING_KEYWORDS}):?\s+(?:(?:(?<name>[\w.-]{1,39}\/[\w.-]{1,100})?#|GH-)(?<number>\d+)|(?<url>https?:\/\/[^\s/]{1,255}\/[^\s/]+\/[^\s/]+\/issues\/(?<linked>\d+)))\b`,
  'gi',
);

/**
 * The issues that merging a pull request into the default branch closes, by the keywords in its description.
 *
 * Source: https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
 *
 * @param body The pull request's description.
 * @param repository The repository it is in.
 * @returns Numbers of issues of this repository, each once, in the order they are named.
 */
export function closedBy(
  body: string,
  repository: { readonly owner: string; readonly name: string; readonly url: string },
): number[] {
  const own = `${repository.owner}/${repository.name}`.toLowerCase();
  const visible = body
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/(```|~~~)[\s\S]*?(?:\1|$)/g, '')
    .replace(/`[^`\n]*`/g, '');
  const numbers = [...visible.matchAll(CLOSING)].flatMap(({ groups = {} }) => {
    const { name, number, url, linked } = groups;
    if (url !== undefined)
      return url.toLowerCase().startsWith(`${repository.url.toLowerCase()}/issues/`) ? [Number(linked)] : [];
    return name === undefined || name.toLowerCase() === own ? [Number(number)] : [];
  });
  return [...new Set(numbers)];
}
