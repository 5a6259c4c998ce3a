/** Makes the private key of the stories' app once for all suites: each would take a tenth of a second or more for its own. */
import { generateKeyPairSync } from 'node:crypto';

// Jest takes nothing but a default export here.
// oxlint-disable-next-line import/no-default-export
export default function makeAppKey(): void {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    // PKCS#8: Octokit makes it of the PKCS#1 that GitHub hands out, anew for each client.
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  // Workers are started later and get this environment.
  process.env.STORY_APP_KEY = privateKey;
}
