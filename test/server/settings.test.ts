import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv, readSettings, readSetup } from '../../src/server/settings.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = String(privateKey.export({ type: 'pkcs1', format: 'pem' }));
/** As Probot gets it: what signs wants this form, and would turn any other into it for each token. */
const PKCS8 = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
const GOOD = { APP_ID: '7', PRIVATE_KEY: PEM, WEBHOOK_SECRET: 'long and random' };
const folder = mkdtempSync(join(tmpdir(), 'planwright-settings-'));

/** What is said of an environment that is wrong. */
function refusal(env: Readonly<Record<string, string>>): string {
  try {
    readSettings({ ...GOOD, ...env });
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'nothing';
}

test('without APP_ID there is nothing to check: the App is still to be registered', () => {
  expect(readSettings({ WEBHOOK_SECRET: '' })).toBeNull();
});

test('what is left out has its default', () => {
  expect(readSettings(GOOD)).toEqual({
    appId: 7,
    privateKey: PKCS8,
    secret: 'long and random',
    host: 'localhost',
    port: 3000,
    metricsPort: null,
    webhookPath: '/api/github/webhooks',
    webhookProxy: null,
    databaseUrl: null,
    sweepMs: 6 * 3_600_000,
    writeBackDelayMs: 60_000,
    parser: { timeMs: 10_000, memoryMb: 256 },
  });
  expect(readSettings({ ...GOOD, SWEEP_HOURS: '0' })?.sweepMs).toBeNull();
});

test('the key may come in one line, in base64, in PKCS#8 or as a file', () => {
  const path = join(folder, 'key.pem');
  writeFileSync(path, PEM);
  const forms = [
    { PRIVATE_KEY: PEM.replaceAll('\n', '\\n') },
    { PRIVATE_KEY: PEM.trim().replaceAll('\n', ' ') },
    { PRIVATE_KEY: Buffer.from(PEM).toString('base64') },
    { PRIVATE_KEY: PKCS8 },
    { PRIVATE_KEY: '', PRIVATE_KEY_PATH: path },
  ];
  for (const form of forms) expect(readSettings({ ...GOOD, ...form })?.privateKey).toBe(PKCS8);
});

describe('each wrong variable is one line that says what was expected and what was found', () => {
  test.each([
    [{ WEBHOOK_SECRET: '' }, /^WEBHOOK_SECRET: expected .*, found nothing\.$/],
    [{ WEBHOOK_SECRET: 'development' }, /^WEBHOOK_SECRET: .* found "development", which everybody knows\.$/],
    [{ PRIVATE_KEY: '' }, /^PRIVATE_KEY: expected the App's private key .*, found nothing\.$/],
    [{ PRIVATE_KEY: 'not a key' }, /^PRIVATE_KEY: .* found text that is no such key\.$/],
    [
      { PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/nowhere.pem' },
      /found a file that cannot be read: ENOENT.*nowhere/,
    ],
    [{ APP_ID: 'planwright' }, /^APP_ID: expected the number of the App.*, found "planwright"\.$/],
    [{ PORT: 'http' }, /^PORT: expected a port such as 3000, found "http"\.$/],
    [{ PORT: '99999' }, /^PORT: expected a port such as 3000, found "99999"\.$/],
    [{ PORT: '30.5' }, /^PORT: expected a port such as 3000, found "30\.5"\.$/],
    [{ APP_ID: '7.5' }, /^APP_ID: expected the number of the App.*, found "7\.5"\.$/],
    [
      { GHE_HOST: 'https://github.example.com' },
      /^GHE_HOST: expected the name of a host, without https:.*, found "https:\/\/github\.example\.com"\.$/,
    ],
    [{ GHE_HOST: 'github.example.com/api' }, /^GHE_HOST: expected .* found "github\.example\.com\/api"\.$/],
    [{ GHE_PROTOCOL: 'ssh' }, /^GHE_PROTOCOL: expected one of https, http, found "ssh"\.$/],
    [{ LOG_FORMAT: 'xml' }, /^LOG_FORMAT: expected one of json, pretty, found "xml"\.$/],
    [
      { WEBHOOK_PROXY_URL: 'smee' },
      /^WEBHOOK_PROXY_URL: expected the address of a channel.*, found "smee"\.$/,
    ],
    [{ SWEEP_HOURS: '1e6' }, /^SWEEP_HOURS: expected .* at most 500.*, found "1e6"\.$/],
    [{ METRICS_PORT: '70000' }, /^METRICS_PORT: expected a port .*, found "70000"\.$/],
    [{ METRICS_PORT: 'on' }, /^METRICS_PORT: expected a port such as 9464, .*, found "on"\.$/],
    [{ METRICS_PORT: '3000' }, /^METRICS_PORT: expected .* another one than PORT, found "3000"\.$/],
    [{ PORT: '80', METRICS_PORT: '80' }, /^METRICS_PORT: expected .*, found "80"\.$/],
    [{ WEBHOOK_PATH: 'webhooks' }, /^WEBHOOK_PATH: expected a path that starts with \/, found "webhooks"\.$/],
    [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL: expected postgres:.*, found an address of mysql:\.$/],
    [{ DATABASE_URL: 'localhost' }, /^DATABASE_URL: expected postgres:.*, found no address\.$/],
    [{ SWEEP_HOURS: 'often' }, /^SWEEP_HOURS: expected a number of hours.*, found "often"\.$/],
    [{ PARSER_SECONDS: '0' }, /^PARSER_SECONDS: expected a number of seconds.*, found "0"\.$/],
    [{ PARSER_MEMORY_MB: '32' }, /^PARSER_MEMORY_MB: expected .* at least 64.*, found "32"\.$/],
    [{ WRITE_BACK_DELAY_SECONDS: '-1' }, /^WRITE_BACK_DELAY_SECONDS: expected .*, found "-1"\.$/],
    [{ LOG_LEVEL: 'chatty' }, /^LOG_LEVEL: expected one of trace.*, found "chatty"\.$/],
  ])('%j', (env, line) => {
    expect(refusal(env)).toMatch(line);
  });

  test('in production without keys: the three of the App, and what else is wrong', () => {
    const env = { NODE_ENV: 'production', APP_ID: '', PRIVATE_KEY: '', WEBHOOK_SECRET: '', PORT: '99999' };
    const names = refusal(env)
      .split('\n')
      .map((line) => line.split(':')[0]);
    expect(names).toEqual(['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'PORT']);
  });

  test('before there is an App, too', () => {
    const env = { GHE_HOST: 'http://x', PORT: '99999', GH_ORG: 'a b', LOG_LEVEL: 'chatty' };
    expect(() => readSetup(env)).toThrow(/^LOG_LEVEL: .*\nGHE_HOST: .*\nPORT: .*\nGH_ORG: .*found "a b"\.$/);
  });

  test('all of them at once', () => {
    expect(refusal({ WEBHOOK_SECRET: '', PRIVATE_KEY: 'x', PORT: 'y' }).split('\n')).toHaveLength(3);
  });

  test('and no secret is in them', () => {
    const key = PEM.slice(0, 600);
    const url = 'http://user:hunter2@host/database';
    const said = refusal({ PRIVATE_KEY: key, DATABASE_URL: url, WEBHOOK_SECRET: 'development' });
    expect(said).not.toContain('hunter2');
    expect(said).not.toContain(key.split('\n')[1]);
  });
});

describe('.env', () => {
  test('stands over the environment, and need not be there', () => {
    const path = join(folder, 'env');
    writeFileSync(path, 'PORT=4000\n');
    expect(readEnv({ PORT: '3000', HOST: 'a' }, path)).toEqual({ PORT: '4000', HOST: 'a' });
    expect(readEnv({ PORT: '3000' }, join(folder, 'none'))).toEqual({ PORT: '3000' });
  });

  test('that cannot be read is said', () => {
    expect(() => readEnv({}, folder)).toThrow(
      /: expected a file with variables that can be read, found: EISDIR/,
    );
  });
});
