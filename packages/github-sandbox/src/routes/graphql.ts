/** GraphQL: https://docs.github.com/graphql/guides/forming-calls-with-graphql. What can be asked stands in `graphql/types.ts`. */
import type { Answer } from '../http/answer.ts';
import { fieldsOf, requiredText } from '../http/fields.ts';
import { answerDocument } from '../graphql/execute.ts';
import { accountOf } from '../world/principal.ts';
import { route, type Call, type Route } from '../http/router.ts';

function answerQuery(call: Call): Answer {
  const fields = fieldsOf(call.body);
  // Nobody may ask without a token.
  accountOf(call.principal);
  return answerDocument(call, requiredText(fields, 'query'), fieldsOf(fields['variables']));
}

/** The routes. */
export const graphqlRoutes: readonly Route[] = [route('POST', '/graphql', 'anyone', answerQuery)];
