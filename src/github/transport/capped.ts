/** Reads no more of an answer than a limit allows. */

/**
 * A `fetch` that stops at so many bytes. For a longer answer it returns `instead`, since Octokit would repeat a request whose
 * answer breaks off.
 *
 * @param instead JSON that tells the caller that the answer was too large; `Infinity` in it stands for a number above the limit.
 */
export function cappedFetch(mostBytes: number, instead: object): typeof fetch {
  const text = JSON.stringify(instead, (_, value: unknown) =>
    value === Infinity ? Number.MAX_SAFE_INTEGER : value,
  );
  return async (input, init) => {
    const answer = await fetch(input, init);
    const { status, headers, body } = answer;
    if (body === null || status === 204 || status === 304) return answer;
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of body) {
      parts.push(part);
      bytes += part.length;
      // Leaving the loop cancels the rest.
      if (bytes > mostBytes) return new Response(text, { status, headers });
    }
    return new Response(Buffer.concat(parts), { status, headers });
  };
}
