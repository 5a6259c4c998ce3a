/** Every route of the sandbox. A new resource is one `routes-*.ts` file with a table, named here. */
import type { Route } from './router.ts';
import { appRoutes } from './routes-app.ts';
import { checkRoutes } from './routes-checks.ts';
import { commentRoutes } from './routes-comments.ts';
import { commitRoutes } from './routes-commits.ts';
import { contentsRoutes } from './routes-contents.ts';
import { deliveryRoutes } from './routes-deliveries.ts';
import { gitRoutes } from './routes-git.ts';
import { graphqlRoutes } from './routes-graphql.ts';
import { issueRoutes } from './routes-issues.ts';
import { labelRoutes } from './routes-labels.ts';
import { milestoneRoutes } from './routes-milestones.ts';
import { protectionRoutes } from './routes-protection.ts';
import { pullRoutes } from './routes-pulls.ts';
import { refRoutes } from './routes-refs.ts';
import { relationRoutes } from './routes-relations.ts';
import { repositoryRoutes } from './routes-repository.ts';

/** The route table. */
export const routes: readonly Route[] = [
  ...appRoutes,
  ...deliveryRoutes,
  ...repositoryRoutes,
  ...protectionRoutes,
  ...contentsRoutes,
  ...gitRoutes,
  ...refRoutes,
  ...commitRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...milestoneRoutes,
  ...commentRoutes,
  ...relationRoutes,
  ...pullRoutes,
  ...checkRoutes,
  ...graphqlRoutes,
];
