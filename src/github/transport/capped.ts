/** Takes no more of an answer than can be of use. */

/**
 * A `fetch` that stops at so many bytes. What is longer is answered as if GitHub had sent `instead`, since an answer that
 * breaks off would be asked for again.
 *
 * @param instead JSON that tells the caller that there was too much; `Infinity` in it stands for a number that is too high.
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
