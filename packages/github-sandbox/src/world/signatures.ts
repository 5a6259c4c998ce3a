/** Author and committer as clients give them. */
import { fieldsOf, requiredText, optionalText, type Fields } from '../http/fields.ts';
import type { Signature } from '../git/store.ts';
import type { World } from './world.ts';

/** A name, e-mail address and perhaps date from a request, or undefined when the client leaves it to GitHub. */
export function givenSignature(
  world: World,
  fields: Fields,
  name: 'author' | 'committer',
): Signature | undefined {
  if (fields[name] === undefined || fields[name] === null) return undefined;
  const given = fieldsOf(fields[name]);
  const date = optionalText(given, 'date');
  return {
    name: requiredText(given, 'name'),
    email: requiredText(given, 'email'),
    date: date === undefined ? world.now() : new Date(date),
  };
}
