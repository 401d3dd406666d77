import type { Socket } from "node:net";

/** Milliseconds that a server has to close its side. */
const PATIENCE = 2000;

/**
 * Sends the last message and waits until the server has closed the socket too. `leaves`: only until the system has it
 * all, which sends it on when this process is gone.
 */
export async function endSocket(
  socket: Socket,
  farewell: Buffer,
  { leaves }: { leaves: boolean },
): Promise<void> {
  if (socket.destroyed) return;
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
    if (leaves) socket.once("finish", () => resolve());
  });
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

/**
 * Keeps a write that fails from ending the reading. The kernel refuses to send (EPIPE) once the server has hung up, but
 * still holds what the server said before, such as why; Node would destroy the socket at once and drop that. Nor does it
 * tell of the end of the data after such a write: that is where a turn of the event loop brings nothing more.
 */
export function readToTheEnd(socket: Socket): void {
  const destroy = socket.destroy.bind(socket);
  let isFailing = false;
  socket.destroy = (error?: NodeJS.ErrnoException): Socket => {
    if (error?.syscall !== "write" || socket.readableEnded) return destroy(error);
    if (isFailing) return socket;
    isFailing = true;
    let before = -1;
    const look = (): void => {
      const isAllRead = socket.bytesRead === before && !socket.isPaused();
      before = socket.bytesRead;
      if (isAllRead) destroy(error);
      // Who has paused it takes what there is first.
      else if (socket.isPaused()) socket.once("resume", () => setImmediate(look));
      else setImmediate(look);
    };
    setImmediate(look);
    return socket;
  };
}
