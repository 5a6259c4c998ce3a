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
  const keyword =
    /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:(?<name>[\w.-]+\/[\w.-]+)?#(?<number>\d+)|(?<url>https?:\/\/\S+\/issues\/(?<linked>\d+)))\b/gi;
  const numbers = [...visible.matchAll(keyword)].flatMap(({ groups = {} }) => {
    const { name, number, url, linked } = groups;
    if (url !== undefined)
      return url.toLowerCase().startsWith(`${repository.url.toLowerCase()}/issues/`) ? [Number(linked)] : [];
    return name === undefined || name.toLowerCase() === own ? [Number(number)] : [];
  });
  return [...new Set(numbers)];
}
