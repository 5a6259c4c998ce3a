/** The HTTP server: hands requests on to be answered, and those of git to git. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { GitWire } from '../git/wire.ts';
import { respond, type Responders } from './respond.ts';

/** An HTTP server; the caller makes it listen. */
export function createApiServer(parts: Responders, git: GitWire): Server {
  return createServer((message, response) => {
    if (git.isFor(message.url)) return void git.serve(message, response);
    void serve(parts, message, response).catch(() => message.socket.destroy());
  });
}

async function serve(parts: Responders, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/' } = message;
  const text = await readBody(message);
  const reply = respond(parts, { method, url, headers: headersOf(message), text });
  if (reply.kind === 'cut') {
    message.socket.destroy();
    return;
  }
  response.writeHead(reply.status, reply.headers);
  response.end(reply.bytes);
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));
}
