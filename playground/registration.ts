import type { NewApp } from '@planwright/github-sandbox';

/** Planwright as it registers itself at an embedded GitHub: with the permissions that app.yml asks for (held by a test). */
export const PLANWRIGHT: NewApp = {
  slug: 'planwright',
  permissions: {
    metadata: 'read',
    contents: 'write',
    issues: 'write',
    pull_requests: 'write',
    checks: 'write',
  },
};
