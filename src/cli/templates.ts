/** The files that `planwright init` makes. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Where the workflow goes. */
export const WORKFLOW_PATH = '.github/workflows/planwright.yml';

const SCHEMA = 'https://unpkg.com/planwright@0/schema/planwright.schema.json';

/** The config: every line but the first is a comment, unless plans stand where Planwright does not look by itself. */
export function initConfig(defaults: readonly string[], others: readonly string[]): string {
  const isElsewhere = others.length > 0;
  const globs = isElsewhere ? others : defaults;
  const mark = isElsewhere ? '' : '# ';
  return [
    `# yaml-language-server: $schema=${SCHEMA}`,
    '#',
    '# How Planwright works in this repository. Nothing has to be set; it is read from the default branch.',
    '# Every option: https://github.com/planwright/planwright/blob/main/docs/configuration.md',
    '',
    '# Which files are plans.',
    `${mark}plans:`,
    ...globs.map((glob) => `${mark}  - ${JSON.stringify(glob)}`),
    '',
    '# How what became of the issues gets back into the plan: pull-request, commit or off.',
    '# writeBack:',
    '#   mode: pull-request',
    '',
  ].join('\n');
}

/** The template, titled after the file that it goes into: `plans/search-rebuild.md` is about Search Rebuild. */
export function firstPlan(path: string): string {
  const template = readFileSync(new URL('../../templates/plan.md', import.meta.url), 'utf8');
  const words = basename(path)
    .replace(/(?:\.plan)?\.md$/i, '')
    .split(/[-_.\s]+/)
    .filter((word) => word !== '');
  const title = words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join(' ');
  return template.replace(/^# .*/, `# ${title}`);
}

/** What the sync must look at; a run for anything else would only cost minutes. */
const MATTERS = [
  `github.event_name != 'pull_request' &&`,
  `(github.event_name != 'issues' || contains(join(github.event.issue.labels.*.name), 'plan')) &&`,
  `(github.event_name != 'issue_comment' || contains(github.event.comment.body, '/plan'))`,
];

/** The workflow, as docs/action.md explains it. */
export function workflowText(branch: string): string {
  return `# Keeps plans and issues in step, with no server: https://github.com/planwright/planwright, docs/action.md
name: planwright

on:
  push:
    branches: [${JSON.stringify(branch)}]
  issues:
    types: [closed, reopened, edited, deleted, transferred]
  issue_comment:
    types: [created]
  pull_request:
    types: [opened, synchronize, reopened, edited]
  schedule:
    - cron: '17 */6 * * *'
  workflow_dispatch:
    inputs:
      confirm:
        description: Id of a change that waits for a person

permissions: {}

jobs:
  # Brings plans and issues in step. GitHub lets one run wait and drops the one that waited before; nothing is lost by
  # that, since each run looks at everything.
  sync:
    if: >-
      ${MATTERS.join('\n      ')}
    # A skipped run must not take the place of one that waits.
    concurrency: >-
      planwright-\${{
      ${MATTERS.join('\n      ')}
      && 'sync' || github.run_id }}
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: write
      issues: write
      pull-requests: write
      checks: write
    steps:
      - uses: planwright/planwright@v0
        with:
          confirm: \${{ inputs.confirm }}

  # Tells on a pull request what merging it does to issues.
  preview:
    if: github.event_name == 'pull_request'
    concurrency:
      group: planwright-preview-\${{ github.event.number || github.run_id }}
      cancel-in-progress: true
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
      issues: read
      pull-requests: write
      checks: write
    steps:
      - uses: planwright/planwright@v0
`;
}
