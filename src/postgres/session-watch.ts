import type { Socket } from "node:net";

/** What a session's server said that the driver keeps to itself. */
export interface SessionWatch {
  /** Why the session ended: the server's last message, or the socket's error. */
  failure: Error | undefined;
  /** The body of its BackendKeyData message: process id and secret, which a cancel request repeats. */
  key: Buffer | undefined;
}

const error = 0x45;
const backendKeyData = 0x4b;

/** The bytes of a message worth keeping; a longer error is passed over. */
const longest = 64 * 1024;

/**
 * Reads along on a socket after the encryption is settled
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html). When the server ends the session, the reason
 * it gave becomes the socket's error, so that a running statement fails with it: postgres.js would only say that the
 * connection was closed.
 */
export function watchSession(socket: Socket): SessionWatch {
  const watch: SessionWatch = { failure: undefined, key: undefined };
  holdErrors(socket, watch);
  let header = Buffer.alloc(0);
  let body: Buffer[] | undefined;
  let type = 0;
  let left = 0;

  const finish = () => {
    const content = Buffer.concat(body ?? []);
    body = undefined;
    if (type === backendKeyData) watch.key = content;
    if (type !== error) return;
    const failure = reportedError(content);
    if (failure === undefined) return;
    watch.failure = failure;
    socket.destroy();
  };

  socket.on("data", (chunk: Buffer) => {
    let at = 0;
    while (at < chunk.length && watch.failure === undefined) {
      if (left === 0) {
        const part = chunk.subarray(at, at + 5 - header.length);
        at += part.length;
        header = Buffer.concat([header, part]);
        if (header.length < 5) return;
        type = header[0] ?? 0;
        left = header.readUInt32BE(1) - 4;
        header = Buffer.alloc(0);
        body = (type === error || type === backendKeyData) && left <= longest ? [] : undefined;
      }
      const part = chunk.subarray(at, at + left);
      at += part.length;
      left -= part.length;
      body?.push(part);
      if (left === 0) finish();
    }
  });
  return watch;
}

/**
 * Holds an error back until the socket is closed, and tells both at once: a statement that postgres.js is given between
 * the two is never answered.
 */
function holdErrors(socket: Socket, watch: SessionWatch): void {
  const emit = socket.emit.bind(socket) as (event: string, ...values: unknown[]) => boolean;
  const hold = (event: string, ...values: unknown[]): boolean => {
    if (event === "error") {
      watch.failure ??= values[0] as Error;
      return true;
    }
    if (event === "close" && watch.failure !== undefined) emit("error", watch.failure);
    return emit(event, ...values);
  };
  Object.assign(socket, { emit: hold });
}

const fields: Readonly<Record<string, string>> = {
  V: "severity",
  C: "code",
  M: "message",
  D: "detail",
  H: "hint",
  R: "routine",
};

/** An ErrorResponse that ended the session, as an error with the fields that the drivers give theirs. */
export function reportedError(content: Buffer): Error | undefined {
  const values: Record<string, string> = {};
  for (const field of content.toString("utf8").split("\0")) {
    const name = fields[field.slice(0, 1)];
    if (name !== undefined) values[name] = field.slice(1);
  }
  if (values["severity"] !== "FATAL" && values["severity"] !== "PANIC") return undefined;
  return Object.assign(new Error(values["message"]), values);
}

/** The message that asks a server, on a connection of its own, to cancel what a session does. */
export function cancelRequest(key: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + key.length, 0);
  head.writeInt32BE(80_877_102, 4);
  return Buffer.concat([head, key]);
}
