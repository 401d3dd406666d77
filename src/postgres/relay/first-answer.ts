import type { Socket } from "node:net";
import { reportedError } from "../session-watch.ts";
import { closedEarly } from "../settle.ts";

const errorResponse = 0x45;
/** The bytes of an error report; no server's is longer. */
const longest = 64 * 1024;

/** The server refused the start-up message; `message` is what it sent, as bytes. */
export interface Refusal {
  error: Error;
  message: Buffer;
}

/**
 * Waits for the server's answer to a start-up message and leaves the socket paused behind it: what it asks the client
 * for, or why it refuses the session.
 */
export async function firstAnswer(upstream: Socket): Promise<Buffer | Refusal> {
  let received = Buffer.alloc(0);
  for (;;) {
    received = Buffer.concat([received, await nextChunk(upstream)]);
    if (received[0] !== errorResponse) return received;
    const length = received.length < 5 ? undefined : received.readUInt32BE(1) + 1;
    if (length === undefined || (received.length < length && length <= longest)) continue;
    const error = reportedError(received.subarray(5, length));
    return error === undefined ? received : { error, message: received };
  }
}

function nextChunk(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void) => {
      socket.off("data", onData);
      socket.off("error", onError);
      socket.off("close", onClose);
      act();
    };
    const onData = (chunk: Buffer) => {
      socket.pause();
      finish(() => resolve(chunk));
    };
    const onError = (error: Error) => finish(() => reject(error));
    const onClose = () => finish(() => reject(closedEarly()));
    socket.on("data", onData);
    socket.on("error", onError);
    socket.on("close", onClose);
    socket.resume();
    if (socket.destroyed) onClose();
  });
}
