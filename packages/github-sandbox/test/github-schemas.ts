/** GitHub's own descriptions of its answers and webhooks, as validators. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Json = Record<string, unknown>;

/** What is wrong with a value; empty when it is as GitHub describes it. */
export type Complaints = readonly string[];

const require = createRequire(import.meta.url);

const loaded = new Map<string, Json>();

function load(name: string): Json {
  const document = loaded.get(name) ?? read(name);
  loaded.set(name, document);
  return document;
}

function read(name: string): Json {
  const folder = dirname(require.resolve(`${name}/package.json`));
  return JSON.parse(readFileSync(join(folder, 'generated', 'api.github.com.json'), 'utf8')) as Json;
}

/** GitHub's own description of its REST API. */
export function openApi(): Json {
  return load('@octokit/openapi');
}

/** Its description of its webhooks. */
export function openApiWebhooks(): Json {
  return load('@octokit/openapi-webhooks');
}

/** Where GitHub's schemas contradict what GitHub does; each is left out of the complaints for its reason. */
const MISTAKES_OF_THE_SCHEMAS: readonly RegExp[] = [
  // The list of events an app may subscribe to is older than sub-issues and dependencies.
  /performed_via_github_app\/events\/\d+ must be equal to one of the allowed values/,
  // Two alternatives that are both as loose as "an object with a message" fit alike.
  /must match exactly one schema in oneOf \{"passingSchemas":\[/,
  // A repository of a person has no organization (GITHUB-FACTS 4 notes the oddity).
  /^issue_dependencies.* must have required property 'organization'/,
];

function withoutMistakes(event: string, complaints: Complaints): Complaints {
  return complaints.filter(
    (complaint) => !MISTAKES_OF_THE_SCHEMAS.some((known) => known.test(`${event} ${complaint}`)),
  );
}

/** OpenAPI 3.0 says `nullable` where JSON Schema says "or null". */
function withoutNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullable);
  if (typeof value !== 'object' || value === null) return value;
  const schema = Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key]) =>
          !['example', 'examples', 'discriminator', 'x-github', 'description'].includes(key) ||
          isSchemaMap(value),
      )
      .map(([key, inner]) => [key, withoutNullable(inner)]),
  );
  if (schema['nullable'] !== true) return schema;
  const { allOf } = schema;
  // `GET /app/installations` asks for an account that is a user and an enterprise at once; elsewhere it says "or".
  const rest =
    allOf && JSON.stringify(allOf).includes('"title":"Enterprise"') ? { anyOf: allOf } : omitNullable(schema);
  return { anyOf: [{ type: 'null' }, rest] };
}

function omitNullable(schema: Json): Json {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'nullable'));
}

/** A `properties` object may well have a property called `description`. */
function isSchemaMap(value: object): boolean {
  return Object.values(value).every((inner) => typeof inner === 'object');
}

function validatorFor(document: Json) {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    inlineRefs: false,
    code: { optimize: false },
    validateSchema: false,
    validateFormats: true,
    logger: false,
  });
  (addFormats as unknown as { default: (ajv: Ajv) => void }).default(ajv);
  // Bots' addresses hold brackets, which the stricter pattern of ajv-formats refuses.
  ajv.addFormat('email', /^\S+@\S+$/);
  const whole = withoutNullable({
    paths: document['paths'],
    webhooks: document['webhooks'],
    components: document['components'],
  });
  ajv.addSchema(whole as Json, 'github');
  const known = new Map<string, ValidateFunction>();
  return (pointer: string, value: unknown): Complaints => {
    const validate = known.get(pointer) ?? ajv.compile({ $ref: `github#${pointer}` });
    known.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (one) => `${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`,
    );
  };
}

function at(document: unknown, pointer: readonly string[]): unknown {
  return pointer.reduce<unknown>((value, key) => (value as Json | undefined)?.[key], document);
}

function escaped(path: readonly string[]): string {
  return path.map((key) => `/${encodeURIComponent(key.replace(/~/g, '~0').replace(/\//g, '~1'))}`).join('');
}

/** Complaints about answers to REST requests. */
export function restContract() {
  const document = openApi();
  const validate = validatorFor(document);
  return {
    knows: (method: string, template: string) =>
      at(document, ['paths', template, method.toLowerCase()]) !== undefined,
    describes: (method: string, template: string, status: number) =>
      at(document, ['paths', template, method.toLowerCase(), 'responses', String(status)]) !== undefined,
    check(method: string, template: string, status: number, body: unknown): Complaints {
      const operation = ['paths', template, method.toLowerCase(), 'responses', String(status)];
      const response = at(document, operation) as Json | undefined;
      if (!response) return [`status ${status} is not documented for ${method} ${template}`];
      const ref = response['$ref'];
      const path = typeof ref === 'string' ? ref.split('/').slice(1) : operation;
      const content = (at(document, [...path, 'content']) ?? {}) as Json;
      const type = Object.keys(content).find((key) => key === 'application/json');
      if (type === undefined) return [];
      return withoutMistakes('', validate(escaped([...path, 'content', type, 'schema']), body));
    },
  };
}

/** Complaints about webhook payloads. */
export function webhookContract() {
  const document = openApiWebhooks();
  const validate = validatorFor(document);
  return (event: string, action: string | undefined, payload: unknown): Complaints => {
    const name = [event, action].filter(Boolean).join('-').replaceAll('_', '-');
    const path = ['webhooks', name, 'post', 'requestBody', 'content', 'application/json', 'schema'];
    if (at(document, path) === undefined) return [`GitHub sends no webhook ${name}`];
    return withoutMistakes(event, validate(escaped(path), payload));
  };
}
