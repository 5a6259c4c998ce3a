/** The text of a file, or why it has none. */
export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'unreadable';
      readonly reason: 'utf-16' | 'binary' | 'not-utf-8' | 'empty';
      readonly message: string;
    };

/**
 * Reads a file's bytes as a plan's text. The byte order mark stays: an edit must give it back.
 *
 * @param bytes The file.
 * @returns Its text; or what is wrong with it, in words for its author.
 */
export function decodePlan(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return unreadable('empty', 'The file is empty.');
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return unreadable('utf-16', 'The file is UTF-16. Save it as UTF-8.');
  }
  if (bytes.subarray(0, 8000).includes(0)) return unreadable('binary', 'The file is binary, no text.');
  const text = decode(bytes);
  if (text === null)
    return unreadable(
      'not-utf-8',
      `Line ${String(firstBadLine(bytes))} is not UTF-8. Save the file as UTF-8.`,
    );
  return text.trim() === ''
    ? unreadable('empty', 'The file holds nothing but white space.')
    : { kind: 'text', text };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Lines end at a byte that no character of UTF-8 holds, so each can be judged by itself. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, start)) {
    if (decode(bytes.subarray(start, at)) === null) return line;
    start = at + 1;
    line += 1;
  }
  return line;
}

function unreadable(reason: Extract<Decoded, { kind: 'unreadable' }>['reason'], message: string): Decoded {
  return { kind: 'unreadable', reason, message };
}
