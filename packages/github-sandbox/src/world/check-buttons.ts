/** The buttons of check runs: GitHub shows and takes them only on its web page (GITHUB-FACTS 14). */
import { sentCheckRunJson } from '../json/check.ts';
import { emit } from '../webhooks/webhooks.ts';
import type { CheckAction } from '../types.ts';
import type { CheckRun, Repo } from './model.ts';
import { creatorOf } from './owner.ts';
import { hasRole } from './principal.ts';
import { mustFindAccount, mustFindRepo, type World } from './world.ts';

function locate(world: World, name: string, id: number): { readonly repo: Repo; readonly run: CheckRun } {
  const repo = mustFindRepo(world, name);
  const run = repo.checkRuns.get(id);
  if (!run) throw new Error(`the sandbox has no check run ${id} in ${name}`);
  return { repo, run };
}

/** The buttons that the page of a check run shows to people with write access. */
export function checkActions(world: World, name: string, id: number): readonly CheckAction[] {
  return locate(world, name, id).run.actions;
}

/** Press a button: the app that made the check run is told, and no other. */
export function requestAction(
  world: World,
  wish: { repository: string; checkRun: number; identifier: string; by: string | undefined },
): void {
  const { repo, run } = locate(world, wish.repository, wish.checkRun);
  const account = wish.by ? mustFindAccount(world, wish.by) : creatorOf(world, repo.owner);
  if (!hasRole({ kind: 'user', account }, repo, 'write', 'checks'))
    throw new Error(`${account.login} may not write to ${wish.repository}, so the page shows no button`);
  if (!run.actions.some(({ identifier }) => identifier === wish.identifier))
    throw new Error(`check run ${run.id} has no button ${wish.identifier}`);
  const payload = {
    check_run: sentCheckRunJson(world, repo, run),
    requested_action: { identifier: wish.identifier },
  };
  const event = { event: 'check_run', action: 'requested_action', sender: account };
  emit(world, { repo, ...event, payload, only: run.app });
}
