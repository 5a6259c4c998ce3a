/** Every route of the sandbox. A new resource is one file with a table, named here. */
import type { Route } from '../http/router.ts';
import { appRoutes } from './app.ts';
import { checkRoutes } from './checks.ts';
import { commentRoutes } from './comments.ts';
import { commitRoutes } from './commits.ts';
import { contentsRoutes } from './contents.ts';
import { deliveryRoutes } from './deliveries.ts';
import { gitRoutes } from './git.ts';
import { graphqlRoutes } from './graphql.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { milestoneRoutes } from './milestones.ts';
import { protectionRoutes } from './protection.ts';
import { pullRoutes } from './pulls.ts';
import { refRoutes } from './refs.ts';
import { relationRoutes } from './relations.ts';
import { repositoryRoutes } from './repository.ts';

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
