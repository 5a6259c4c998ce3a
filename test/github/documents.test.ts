/** Every GraphQL document that is sent is one that GitHub's schema knows. */
import { schema } from '@octokit/graphql-schema';
import { buildSchema, parse, validate } from 'graphql';
import * as documents from '../../src/github/documents.ts';

// The published schema defines two fields twice.
const github = buildSchema(schema.idl, { assumeValidSDL: true });

test.each(Object.entries(documents))('%s asks for what there is', (_, document) => {
  expect(validate(github, parse(document)).map(({ message }) => message)).toEqual([]);
});

test('the check notices an argument that does not exist', () => {
  const wrong = documents.CREATE_ISSUE.replace('parentIssueId:', 'parentId:');
  expect(validate(github, parse(wrong))).not.toEqual([]);
});
