/** Refs in a namespace of one's own: a compare-and-swap that nobody is told of (GITHUB-FACTS 14). */
import { startSmallWorld, plans, type SmallWorld } from '../small-world.ts';

let world: SmallWorld;
beforeEach(async () => void (world = await startSmallWorld()));
afterEach(() => world.close());

const REF = 'refs/planwright/claims/12';
const PLACE = { ...plans, ref: 'planwright/claims/12' };

async function commit(message: string, parents: string[] = []): Promise<string> {
  const { human } = world;
  const { data: head } = await human.rest.repos.getBranch({ ...plans, branch: 'main' });
  const tree = head.commit.commit.tree.sha;
  return (await human.rest.git.createCommit({ ...plans, message, tree, parents })).data.sha;
}

test('a ref is created once, and moves to a child of where it is', async () => {
  const { human } = world;
  const [first, other] = [await commit('one'), await commit('two')];
  await human.rest.git.createRef({ ...plans, ref: REF, sha: first });
  await expect(human.rest.git.createRef({ ...plans, ref: REF, sha: other })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('Reference already exists'),
  });
  await expect(human.rest.git.updateRef({ ...PLACE, sha: other, force: false })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('Update is not a fast forward'),
  });
  const child = await commit('three', [first]);
  await human.rest.git.updateRef({ ...PLACE, sha: child, force: false });
  expect((await human.rest.git.getRef(PLACE)).data.object.sha).toBe(child);
  const { data } = await human.rest.git.listMatchingRefs({ ...plans, ref: 'planwright/claims/' });
  expect(data.map(({ ref }) => ref)).toEqual([REF]);
});

test('no webhook is sent, and the repository does not count as pushed to', async () => {
  const { human, sandbox, received } = world;
  await sandbox.delivered();
  received.splice(0);
  const before = (await human.rest.repos.get(plans)).data.pushed_at;
  await human.rest.git.createRef({ ...plans, ref: REF, sha: await commit('one') });
  await human.rest.git.deleteRef(PLACE);
  await sandbox.delivered();
  expect(received).toEqual([]);
  expect((await human.rest.repos.get(plans)).data.pushed_at).toBe(before);
});
