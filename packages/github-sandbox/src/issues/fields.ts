/** What a client may put into an issue, checked as GitHub checks it (GITHUB-FACTS 3). */
import { invalid, invalidCustom } from '../http/answer.ts';
import { notSupplied, optionalList, optionalNumber, optionalText, type Fields } from '../http/fields.ts';
import { labelsNamed } from './labels.ts';
import type { Account, IssueType, Label, Milestone, Repo } from '../world/model.ts';
import { isAssignable } from '../world/assignable.ts';
import { findAccount, type World } from '../world/world.ts';

/** In characters, which to the Ruby that counts them are code points; the unit is not documented. */
const MAX_TITLE = 256;
const MAX_ASSIGNEES = 10;
/** The unit is undocumented; UTF-16 units are the strictest reading that reports agree with. */
export const MAX_BODY = 65_536;

/** A title, or undefined when none was sent. Numbers are taken as text. */
export function titleField(fields: Fields, resource: 'Issue' | 'PullRequest'): string | undefined {
  const given = fields['title'];
  const title = typeof given === 'number' ? String(given) : optionalText(fields, 'title');
  if (title === undefined) return undefined;
  if (title.trim() === '') throw invalid([{ resource, field: 'title', code: 'missing_field' }]);
  if ([...title].length > MAX_TITLE) {
    throw invalidCustom(resource, 'title', `title is too long (maximum is ${MAX_TITLE} characters)`);
  }
  return title;
}

/** A title that must be there. */
export function requiredTitle(fields: Fields, resource: 'Issue' | 'PullRequest'): string {
  const title = titleField(fields, resource);
  if (title === undefined) throw notSupplied('title');
  return title;
}

/** A body or comment that is not too long. */
export function requireBodyLength(body: string | null | undefined, resource: string): void {
  if (body && body.length > MAX_BODY) {
    throw invalidCustom(resource, 'body', `body is too long (maximum is ${MAX_BODY} characters)`);
  }
}

/** The milestone a request names by number; null for none, undefined to leave alone. */
export function milestoneField(repo: Repo, fields: Fields): Milestone | null | undefined {
  const given = fields['milestone'];
  if (given === undefined || given === null) return given;
  const number = optionalNumber(fields, 'milestone');
  const milestone = number === undefined ? undefined : repo.milestones.get(number);
  if (!milestone) throw invalid([{ resource: 'Issue', field: 'milestone', code: 'invalid', value: given }]);
  return milestone;
}

/** The assignees a request names, by `assignees` or the older `assignee`; undefined to leave alone. */
export function assigneesField(world: World, repo: Repo, fields: Fields): Account[] | undefined {
  const single = fields['assignee'];
  const given =
    optionalList(fields, 'assignees') ?? (single === null || single === '' ? [] : single && [single]);
  return given ? assigneesNamed(world, repo, given) : undefined;
}

/** Accounts by login; one that cannot be assigned fails the whole request. */
export function assigneesNamed(world: World, repo: Repo, given: readonly unknown[]): Account[] {
  const logins = given.map((one) =>
    typeof one === 'object' && one !== null && 'login' in one ? String(one.login) : String(one),
  );
  const accounts = logins.map((login) => {
    const account = isAssignable(repo, login) ? findAccount(world, login) : undefined;
    if (!account) throw invalid([{ resource: 'Issue', field: 'assignees', code: 'invalid', value: login }]);
    return account;
  });
  const unique = [...new Set(accounts)];
  if (unique.length > MAX_ASSIGNEES)
    throw invalid([{ resource: 'Issue', field: 'assignees', code: 'too_many' }]);
  return unique;
}

/**
 * The type a request names; null for none, undefined to leave alone. GitHub takes names, whatever their case, of the organisation's
 * types, and refuses others (https://github.com/github/gh-aw/issues/41238); what it says then was not recorded.
 */
export function typeField({ owner }: Repo, fields: Fields): IssueType | null | undefined {
  const given = fields['type'];
  if (given === undefined || given === null) return given;
  const name = optionalText(fields, 'type')?.toLowerCase();
  if (name === '') return null;
  const type = owner.issueTypes.find((one) => one.name.toLowerCase() === name);
  if (type === undefined)
    throw invalid([{ resource: 'Issue', field: 'type', code: 'invalid', value: given }]);
  return type;
}

/** The labels a request names; undefined to leave alone. */
export function labelsField(world: World, repo: Repo, fields: Fields, by: Account): Label[] | undefined {
  const given = optionalList(fields, 'labels');
  return given && labelsNamed(world, repo, given, by);
}
