/** Requests that open an issue, by either API. */
import { isMutation } from '../graphql/parse.ts';
import type { SandboxRequest } from '../types.ts';

/** Whether a request opens an issue. */
export function opensIssue({ method, route, body }: SandboxRequest): boolean {
  if (route === '/repos/{owner}/{repo}/issues') return method === 'POST';
  const { query } = (body ?? {}) as { readonly query?: unknown };
  return route === '/graphql' && isMutation(query) && String(query).includes('createIssue');
}

/** The values that a request carries: the fields of its body, by GraphQL its variables. */
export function valuesIn({ route, body }: SandboxRequest): Readonly<Record<string, unknown>> {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return route === '/graphql' ? ((fields['variables'] ?? {}) as Record<string, unknown>) : fields;
}
