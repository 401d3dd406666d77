import type { Socket } from "node:net";

/** What a connection's start-up message is made to say. */
export interface StartupRewrite {
  user: string;
  database: string;
  /** Session settings; they replace those of the same name. */
  parameters: Readonly<Record<string, string>>;
}

const protocolThree = 3;
const sslRequest = 80_877_103;
const gssRequest = 80_877_104;
/** Longer than any real start-up message; PostgreSQL's own limit. */
const longest = 10_000;

/** A start-up message as it is to be sent, and what it said before. */
export interface Startup {
  message: Buffer;
  /** False for a request to cancel another session's query, which the server doesn't answer. */
  isSession: boolean;
  /** The database that the client asked for. */
  database: string;
}

/**
 * Reads the first message of a connection and returns what to send to the server instead; undefined when the client
 * left. Requests for encryption are answered with "no". Anything but a start-up message passes as it is.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 *
 * @throws Error for what is no message of that protocol.
 */
export async function rewriteStartup(
  client: Socket,
  rewrite: StartupRewrite,
): Promise<Startup | undefined> {
  let received = Buffer.alloc(0);
  for (;;) {
    const length = received.length >= 4 ? received.readUInt32BE(0) : undefined;
    if (length !== undefined && (length < 8 || length > longest)) {
      throw new Error("not a start-up message of PostgreSQL's protocol");
    }
    if (length !== undefined && received.length >= length) {
      const code = received.readUInt32BE(4);
      if (code === sslRequest || code === gssRequest) {
        client.write("N");
        received = received.subarray(length);
        continue;
      }
      const message = received.subarray(0, length);
      const rest = received.subarray(length);
      if (code >>> 16 !== protocolThree)
        return { message: received, isSession: false, database: "" };
      const values = decode(message);
      const database = values.get("database") ?? "";
      const rewritten = Buffer.concat([encode(message, values, rewrite), rest]);
      return { message: rewritten, isSession: true, database };
    }
    const chunk = await nextChunk(client);
    if (chunk === undefined) return undefined;
    received = Buffer.concat([received, chunk]);
  }
}

function nextChunk(client: Socket): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const finish = (chunk: Buffer | undefined) => {
      client.off("data", onData);
      client.off("close", onClose);
      client.pause();
      resolve(chunk);
    };
    const onData = (chunk: Buffer) => finish(chunk);
    const onClose = () => finish(undefined);
    client.on("data", onData);
    client.on("close", onClose);
    client.resume();
  });
}

function decode(message: Buffer): Map<string, string> {
  const words = message.subarray(8).toString("utf8").split("\0");
  const values = new Map<string, string>();
  for (let index = 0; index + 1 < words.length; index += 2) {
    const name = words[index];
    if (name !== undefined && name !== "") values.set(name, words[index + 1] ?? "");
  }
  return values;
}

function encode(message: Buffer, values: Map<string, string>, rewrite: StartupRewrite): Buffer {
  values.set("user", rewrite.user);
  values.set("database", rewrite.database);
  for (const [name, value] of Object.entries(rewrite.parameters)) {
    for (const existing of values.keys()) {
      if (existing.toLowerCase() === name.toLowerCase()) values.delete(existing);
    }
    values.set(name, value);
  }
  const body = Buffer.from(`${[...values].flat().join("\0")}\0\0`, "utf8");
  const head = Buffer.from(message.subarray(0, 8));
  head.writeUInt32BE(8 + body.length, 0);
  return Buffer.concat([head, body]);
}
