#!/usr/bin/env node
/** `planwright-mcp`: serves the plans of the folder that it is started in, over standard input and output. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { parseArgs } from 'node:util';
import { createServer } from './server.ts';

const USAGE = `planwright-mcp [--as NAME] [--repo owner/name] [--api-url URL] [--offline] [--cwd FOLDER]

An MCP server (stdio) for the plans of a clone. The token comes from GITHUB_TOKEN, GH_TOKEN or \`gh auth token\`.`;

try {
  const { values } = parseArgs({
    options: {
      as: { type: 'string' },
      repo: { type: 'string' },
      'api-url': { type: 'string' },
      offline: { type: 'boolean' },
      cwd: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) process.stdout.write(`${USAGE}\n`);
  else {
    if (values.cwd !== undefined) process.chdir(values.cwd);
    const { as, repo, 'api-url': apiUrl, offline } = values;
    const server = createServer({
      ...(as === undefined ? {} : { as }),
      ...(repo === undefined ? {} : { repo }),
      ...(apiUrl === undefined ? {} : { apiUrl }),
      ...(offline === undefined ? {} : { offline }),
    });
    await server.connect(new StdioServerTransport());
  }
} catch (error) {
  process.stderr.write(
    `planwright-mcp: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`,
  );
  process.exitCode = 2;
}
