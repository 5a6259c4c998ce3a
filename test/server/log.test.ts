import { known } from '../../src/server/log.ts';

test('a line carries the fields that are known, and nothing else', () => {
  const fields = { delivery: 'one', ms: 3, payload: { body: 'plan text' }, headers: 'x', event: { id: 1 } };
  expect(known(fields)).toEqual({ delivery: 'one', ms: 3 });
});

test('of an error its words and where it came from, without tokens, keys and what GitHub quotes', () => {
  const error = Object.assign(
    new Error(
      'Bad ghs_12_eyJh.abc and -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- and ' +
        'Validation Failed: {"field":"title","value":"plan text"} - see the docs',
    ),
    { status: 422, request: { body: 'plan text' }, event: { payload: 'plan text' } },
  );
  const { err } = known({ err: error });
  expect(err).toEqual({
    type: 'Error',
    message: 'Bad [secret] and [secret] and Validation Failed: {…} - see the docs',
    status: 422,
    stack: expect.stringMatching(/^ {4}at .*log\.test/),
  });
});
