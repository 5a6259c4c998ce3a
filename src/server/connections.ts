/** Holds the number of connections down, so that nobody can take them all by keeping them open. */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Lets a server have `most` connections. A new one beyond that takes the place of the one that has been silent or half-sent
 * for longest; those whose request is whole and is being answered stay. Whoever opens many and sends slowly so loses the
 * oldest of them, while a delivery, which is sent at once, comes through.
 */
export function limitConnections(server: Server, most: number): void {
  // In the order in which each began to be waited for; the value is the request that is being answered.
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
      // To the end of the order: from now on the next request is waited for.
      if (open.delete(socket) && !socket.destroyed) open.set(socket, null);
    });
  });
}
