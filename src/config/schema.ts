/** The JSON Schema of the config, for editors: made from the table of options, so that it says what the app reads. */
import { OPTIONS } from './config.ts';
import type { AnyTable, OptionGroup, Value } from './values.ts';

/** The schema, as it stands in `schema/planwright.schema.json`. */
export function configSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: '.github/planwright.yml',
    description: 'How Planwright works in this repository.',
    ...levelSchema(OPTIONS),
  };
}

function levelSchema(table: AnyTable): object {
  const properties = Object.fromEntries(
    Object.entries(table).map(([name, option]) => [name, optionSchema(option)]),
  );
  // A key or file without a value says nothing, and is no mistake.
  return { type: ['object', 'null'], additionalProperties: false, properties };
}

function optionSchema(option: Value<unknown> | OptionGroup<unknown>): object {
  if (option.kind === 'group') return { description: option.about, ...levelSchema(option.options) };
  const { about, schema, initial } = option;
  return { description: about, anyOf: [schema, { type: 'null' }], default: initial };
}
