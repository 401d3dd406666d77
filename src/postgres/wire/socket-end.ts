import type { Socket } from "node:net";

/** Milliseconds that a server has to close its side. */
const PATIENCE = 2000;

/** Sends the last message and waits until the socket is closed. */
export async function endSocket(socket: Socket, farewell: Buffer): Promise<void> {
  if (socket.destroyed) return;
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.end(farewell);
  const impatience = setTimeout(() => socket.destroy(), PATIENCE);
  await closed;
  clearTimeout(impatience);
}

/** Resolves when the socket takes more data, or is closed. */
export function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off("drain", done);
      socket.off("close", done);
      resolve();
    };
    socket.once("drain", done);
    socket.once("close", done);
  });
}
