/**
 * Where the sandbox differs from what GitHub was recorded to answer, and why that stays. They stand in the README. One that
 * explains nothing any more fails the test.
 */
import type { Difference } from './compare.ts';

/** A kind of difference. */
export interface KnownDifference {
  /** Of which `METHOD route status`; undefined: of all. */
  readonly entry?: RegExp;
  /** The README names it once, and not at each of its routes. */
  readonly isForAll?: true;
  readonly kind: Difference['kind'];
  readonly what: RegExp;
  /** For a reader who asks what they cannot test here. */
  readonly why: string;
}

const REFUSAL = / (400|401|403|404|422|429|500|503)$/;

/** All of them. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    isForAll: true,
    kind: 'header',
    what: /^last-modified$/,
    why: 'Reads are conditional by ETag alone: no `last-modified`.',
  },
  {
    isForAll: true,
    kind: 'header',
    what: /^x-(github-edge-region|github-otp|oauth-client-id|poll-interval)$/,
    why: 'No headers of OAuth apps, one-time passwords, polling and data centres.',
  },
  {
    isForAll: true,
    kind: 'header',
    entry: /^(POST|PATCH|DELETE|PUT) |\/users\/\{username\} 40[13]$|\/check-runs\/\{check_run_id\} 200$/,
    what: /^x-(accepted-)?oauth-scopes$/,
    why: 'Scopes are told to people alone; the test drives many writes as an App.',
  },
  { isForAll: true, kind: 'absent', what: /(^|\.)license \{\}$/, why: 'No licences: `license` is null.' },
  { isForAll: true, kind: 'absent', what: /(^|\.)topics\[\]$/, why: 'No topics: `topics` is empty.' },
  {
    isForAll: true,
    kind: 'absent',
    what: /(^|\.)master_branch$/,
    why: 'No `master_branch`, the old name of `default_branch`.',
  },
  {
    isForAll: true,
    kind: 'absent',
    what: /(^|\.)permissions\.\w+$/,
    why: 'The permissions of an App or token are those that the test gave it.',
  },
  {
    entry: REFUSAL,
    isForAll: true,
    kind: 'invented',
    what: /^(status|documentation_url|message)$/,
    why: 'Every refusal has `message`, `documentation_url` and `status`, which recordings before 2024 do not all have.',
  },
  {
    entry: / (204|202|400|401|403|404|422|429|500|502|503)$/,
    isForAll: true,
    kind: 'header',
    what: /^(etag|cache-control|content-type)$/,
    why: 'Refusals and empty answers have no ETag.',
  },
  {
    entry: / \/repos\/\{owner\}\/\{repo\} /,
    kind: 'absent',
    what: /^security_and_analysis$/,
    why: 'no `security_and_analysis`',
  },
  {
    entry: / \/repos\/\{owner\}\/\{repo\} 400$/,
    kind: 'not driven',
    what: /^$/,
    why: 'a 400 of 2018, whose cause was not recorded',
  },
  {
    entry: / \/repos\/\{owner\}\/\{repo\} 403$/,
    kind: 'message',
    what: /^Must have push access to repository$/,
    why: 'a 403 whose cause was not recorded',
  },
  {
    entry: / \/repos\/\{owner\}\/\{repo\} 502$/,
    kind: 'type',
    what: /^ string$/,
    why: '502 to 504 are HTML pages, not the `{error}` of 2018',
  },
  { entry: /contents\/\{path\} 302$/, kind: 'not driven', what: /^$/, why: 'no redirects between paths' },
  {
    entry: /contents\/\{path\} 503$/,
    kind: 'header',
    what: /^x-accepted-github-permissions$/,
    why: 'asked by a person in the test',
  },
  { entry: /\/issues 204$/, kind: 'not driven', what: /^$/, why: 'a 204 of 2012' },
  {
    entry: /^(POST|PATCH) .*\/issues(\/\{issue_number\})? 20/,
    kind: 'header',
    what: /^(deprecation|sunset|link)$/,
    why: 'no deprecation notice for the singular `assignee`',
  },
  {
    entry: /\/events 200$/,
    kind: 'absent',
    what: /^\[\]\.(requested_reviewer|review_requester)$/,
    why: 'no requests for review',
  },
  {
    entry: /\/events 200$/,
    kind: 'invented',
    what: /^\[\]\.state_reason$/,
    why: '`state_reason` of closed events, which is younger than the recordings',
  },
  { entry: /\/pulls/, kind: 'absent', what: /^auto_merge \{\}$/, why: 'no auto-merge: `auto_merge` is null' },
  {
    entry: /\/protection /,
    kind: 'absent',
    what: /^required_status_checks$/,
    why: 'required checks are not kept',
  },
  {
    entry: /\/commits\/\{ref\} 200$/,
    kind: 'header',
    what: /^link$/,
    why: 'the files of one commit are not paged',
  },
  {
    entry: /^GET \/app\/installations 200$/,
    kind: 'invented',
    what: /(user_view_type|client_id)$/,
    why: 'as the description of one installation has it; that of the list is an older copy',
  },
  {
    entry: /^GET \/user 200$/,
    kind: 'header',
    what: /^x-accepted-github-permissions$/,
    why: 'no fine-grained personal tokens',
  },
  {
    entry: /^GET \/user 40[13]$/,
    kind: 'message',
    what: /OTP|login attempt|User Agent/,
    why: 'no passwords, no one-time passwords; a missing user agent is let pass',
  },
];

/** Sorts differences: those that nobody has explained, and explanations that explain nothing. */
export function explain(
  found: readonly Difference[],
  explanations: readonly KnownDifference[] = KNOWN_DIFFERENCES,
) {
  const judged = found.map((difference) => ({
    difference,
    known: explanations.find((one) => fits(one, difference)),
  }));
  return {
    explained: judged.flatMap(({ known, difference }) => (known ? [{ known, entry: difference.entry }] : [])),
    unexplained: judged.filter(({ known }) => known === undefined).map(({ difference }) => difference),
    idle: explanations.filter((one) => !found.some((difference) => fits(one, difference))),
  };
}

function fits({ entry, kind, what }: KnownDifference, found: Difference): boolean {
  return kind === found.kind && what.test(found.what) && (entry?.test(found.entry) ?? true);
}
