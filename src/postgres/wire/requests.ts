import type { Bytes } from "./bytes.ts";

/** The messages that we send, in the frontend/backend protocol 3.0 (PostgreSQL manual, "Message Formats"). */

export function startup(parameters: Readonly<Record<string, string>>): Buffer {
  const body =
    Object.entries(parameters)
      .map(([name, value]) => `${name}\0${value}\0`)
      .join("") + "\0";
  const text = Buffer.from(body, "utf8");
  const message = Buffer.allocUnsafe(8 + text.length);
  message.writeInt32BE(message.length, 0);
  message.writeInt32BE(196608, 4);
  text.copy(message, 8);
  return message;
}

/** Sent on a connection of its own, to stop what the session with this key does. */
export function cancelRequest(processId: number, secretKey: Buffer): Buffer {
  const message = Buffer.allocUnsafe(12 + secretKey.length);
  message.writeInt32BE(message.length, 0);
  message.writeInt32BE(80877102, 4);
  message.writeInt32BE(processId, 8);
  secretKey.copy(message, 12);
  return message;
}

/** One simple Query: one or more statements. As text, which a socket writes faster than a small buffer. */
export function query(text: Bytes): Bytes {
  const length = text.length + 5;
  const [a, b, c, d] = [length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255];
  return `Q${String.fromCharCode(a, b, c, d)}${text}\0`;
}

/** Several Queries in one piece. */
export function queries(texts: readonly Bytes[]): Buffer {
  let length = 0;
  for (const text of texts) length += 6 + text.length;
  const messages = Buffer.allocUnsafe(length);
  let position = 0;
  for (const text of texts) position = writeQuery(messages, position, text);
  return messages;
}

/** Returns where the message ends. */
function writeQuery(message: Buffer, start: number, text: Bytes): number {
  const end = start + 6 + text.length;
  message[start] = 0x51;
  message.writeInt32BE(text.length + 5, start + 1);
  message.write(text, start + 5, "latin1");
  message[end - 1] = 0;
  return end;
}

/** Parse and describe a statement without running it. */
export function parseAndDescribe(text: Bytes): Buffer {
  return Buffer.concat([prepare("", text), tagged("D", Buffer.from("S\0", "latin1")), sync]);
}

/** Parse, bind and execute a statement with parameters given as text, as `\bind` does. A Sync has to follow, some time. */
export function parseBindExecute(text: Bytes, values: readonly Bytes[]): Buffer {
  return Buffer.concat([prepare("", text), executePrepared("", values)]);
}

/** Bind and execute a statement that was kept, as `\bind_named` does. A Sync has to follow, some time. */
export function executePrepared(name: Bytes, values: readonly Bytes[]): Buffer {
  const parts: Buffer[] = [Buffer.from(`\0${name}\0\0\0`, "latin1"), int16(values.length)];
  for (const value of values) parts.push(int32(value.length), Buffer.from(value, "latin1"));
  parts.push(int16(0));
  return Buffer.concat([
    tagged("B", Buffer.concat(parts)),
    tagged("D", Buffer.from("P\0", "latin1")),
    tagged("E", Buffer.from("\0\0\0\0\0", "latin1")),
  ]);
}

/** Forget a statement that was kept, as `\close_prepared` does. A Sync has to follow, some time. */
export function closePrepared(name: Bytes): Buffer {
  return tagged("C", Buffer.from(`S${name}\0`, "latin1"));
}

/** Parse a statement and keep it under a name, as `\parse` does. A Sync has to follow, some time. */
export function prepare(name: Bytes, text: Bytes): Buffer {
  return tagged("P", Buffer.from(`${name}\0${text}\0\0\0`, "latin1"));
}

export function copyData(data: Buffer): [header: Buffer, data: Buffer] {
  const header = Buffer.allocUnsafe(5);
  header[0] = 0x64;
  header.writeInt32BE(data.length + 4, 1);
  return [header, data];
}

export const copyDone = tagged("c");

export function copyFail(reason: Bytes): Buffer {
  return tagged("f", Buffer.from(`${reason}\0`, "latin1"));
}

export const terminate = tagged("X");

/** Ends what was sent by the extended protocol: the server commits it, and says ReadyForQuery. */
export const sync = tagged("S");

/** Has the server send what it has to say so far. */
export const flush = tagged("H");

/** A password, or a step of SASL. */
export function authentication(body: Buffer): Buffer {
  return tagged("p", body);
}

function tagged(type: string, body: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from(type, "latin1"), int32(body.length + 4), body]);
}

function int16(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(2);
  buffer.writeInt16BE(value);
  return buffer;
}

export function int32(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(4);
  buffer.writeInt32BE(value);
  return buffer;
}
