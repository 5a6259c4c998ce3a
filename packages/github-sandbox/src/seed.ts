/** What a sandbox holds to begin with, as plain data: for tests that share a beginning, and for the command. */
import { environmentOf } from './environment.ts';
import type { NewApp, NewInstallation, NewOrganization, NewRepository, NewUser, Sandbox } from './types.ts';

/** A beginning. Accounts come first, then repositories, then apps and their installations. */
export interface Seed {
  /** Logins of people; with a token where it must be known beforehand. */
  readonly users?: readonly (string | ({ readonly login: string } & NewUser))[];
  readonly organizations?: readonly ({ readonly login: string } & NewOrganization)[];
  readonly repositories?: readonly NewRepository[];
  readonly apps?: readonly (NewApp & { readonly installations?: readonly NewInstallation[] })[];
}

/** What a test, or a person at a terminal, needs to go on from there. */
export interface Seeded {
  /** Tokens by login. */
  readonly tokens: Readonly<Record<string, string>>;
  /** By slug: the environment of the app's server, but for its port. */
  readonly apps: Readonly<Record<string, NodeJS.ProcessEnv>>;
}

/** Makes everything that a seed names. */
export function seedSandbox(sandbox: Sandbox, seed: Seed): Seeded {
  const tokens: Record<string, string> = {};
  const apps: Record<string, NodeJS.ProcessEnv> = {};
  for (const user of seed.users ?? []) {
    const { login, ...options } = typeof user === 'string' ? { login: user } : user;
    tokens[login] = sandbox.createUser(login, options).token;
  }
  for (const { login, ...options } of seed.organizations ?? []) sandbox.createOrganization(login, options);
  for (const repository of seed.repositories ?? []) sandbox.createRepository(repository);
  for (const { installations = [], ...wanted } of seed.apps ?? []) {
    const app = sandbox.createApp(wanted);
    for (const installation of installations) sandbox.install(app, installation);
    const { PORT: _, ...env } = environmentOf(sandbox, app, 0);
    apps[app.slug] = env;
  }
  return { tokens, apps };
}
