/** Labels of a repository: making them, and finding or making those an issue asks for. */
import { invalid } from '../http/answer.ts';
import { labelJson } from '../json/issue.ts';
import type { Account, Label, Repo } from '../world/model.ts';
import { emit } from '../webhooks/webhooks.ts';
import { nextId, type World } from '../world/world.ts';

const MAX_NAME = 50;
const MAX_PER_ISSUE = 100;

/** A name a label may have (GITHUB-FACTS 3). */
export function requireLabelName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw invalid([{ resource: 'Label', field: 'name', code: 'missing_field' }]);
  if (trimmed.length > MAX_NAME) {
    const message = `name is too long (maximum is ${MAX_NAME} characters)`;
    throw invalid([{ resource: 'Label', field: 'name', code: 'custom', message }]);
  }
  return trimmed;
}

/** Make a label and tell of it. */
export function addLabel(
  world: World,
  repo: Repo,
  wanted: { name: string; color?: string | undefined; description?: string | null | undefined },
  by: Account,
): Label {
  const label: Label = {
    id: nextId(world, 'label'),
    name: wanted.name,
    color: wanted.color ?? 'ededed',
    description: wanted.description ?? null,
  };
  repo.labels.set(label.name.toLowerCase(), label);
  const payload = { label: labelJson(world, repo, label) };
  emit(world, { repo, event: 'label', action: 'created', sender: by, payload });
  return label;
}

/** The labels a request names; an unknown one is made (GITHUB-FACTS 3). Nothing is made when one of them cannot be. */
export function labelsNamed(world: World, repo: Repo, wanted: readonly unknown[], by: Account): Label[] {
  const names = wanted.map((one) => {
    const name = typeof one === 'object' && one !== null && 'name' in one ? one.name : one;
    if (typeof name !== 'string' || name.trim() === '' || name.trim().length > MAX_NAME) {
      throw invalid([{ resource: 'Label', field: 'name', code: 'invalid', value: name }]);
    }
    return name.trim();
  });
  const unique = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
  if (unique.length > MAX_PER_ISSUE) {
    const message = `An issue can have at most ${MAX_PER_ISSUE} labels`;
    throw invalid([{ resource: 'Issue', field: 'labels', code: 'custom', message }]);
  }
  return unique.map((name) => repo.labels.get(name.toLowerCase()) ?? addLabel(world, repo, { name }, by));
}
