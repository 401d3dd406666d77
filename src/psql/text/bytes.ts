/**
 * Text as psql sees it: bytes, so that a script reaches the server exactly as it is in the file, positions are byte
 * offsets, and a chunk of a file may be cut anywhere. Text for people is decoded at the edges, by `fromBytes`.
 */
export type { Bytes } from "../../postgres/wire/bytes.ts";
import type { Bytes } from "../../postgres/wire/bytes.ts";

/** UTF-8 encodes `text`. */
export function toBytes(text: string): Bytes {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** Decodes as UTF-8; what isn't UTF-8 becomes U+FFFD. */
export function fromBytes(bytes: Bytes): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}

export function toBuffer(bytes: Bytes): Buffer {
  return Buffer.from(bytes, "latin1");
}

export function isAscii(bytes: Bytes): boolean {
  return !/[\x80-\xff]/.test(bytes);
}
