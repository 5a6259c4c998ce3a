/** Limits the number of open connections, so that nobody can use them all up by keeping them open. */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Lets a server have `most` connections. For a new one beyond that, the connection is closed that has been without a whole
 * request for longest; those whose request is being answered stay. So whoever opens many and sends slowly loses the oldest,
 * while a delivery, which is sent at once, gets through.
 */
export function limitConnections(server: Server, most: number): void {
  // Ordered by when the wait for a request began; the value is the request that is being answered.
  const open = new Map<Socket, IncomingMessage | null>();
  server.on('connection', (socket) => {
    open.set(socket, null);
    socket.once('close', () => open.delete(socket));
    if (open.size <= most) return;
    const waitedFor = [...open].find(([, request]) => request === null || !request.complete)?.[0] ?? socket;
    open.delete(waitedFor);
    waitedFor.destroy();
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    if (open.has(socket)) open.set(socket, request);
    response.once('close', () => {
      // Set anew, which puts it last: the wait for its next request begins now.
      if (open.delete(socket) && !socket.destroyed) open.set(socket, null);
    });
  });
}
