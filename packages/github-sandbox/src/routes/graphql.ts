/** The one GraphQL query that the sandbox answers: whose token this is. REST has no route for that which an installation may use. */
import { failure, ok, type Answer } from '../http/answer.ts';
import { fieldsOf, requiredText } from '../http/fields.ts';
import { accountOf } from '../world/principal.ts';
import { route, type Call, type Route } from '../http/router.ts';

const VIEWER = /^\s*(?:query\s*)?\{\s*viewer\s*\{\s*login\s+databaseId\s*\}\s*\}\s*$/;

function answerQuery(call: Call): Answer {
  const query = requiredText(fieldsOf(call.body), 'query');
  if (!VIEWER.test(query)) throw failure(501, `The sandbox has no answer to this query: ${query}`);
  const { login, id } = accountOf(call.principal);
  return ok({ data: { viewer: { login, databaseId: id } } });
}

/** The routes. */
export const graphqlRoutes: readonly Route[] = [route('POST', '/graphql', 'anyone', answerQuery)];
