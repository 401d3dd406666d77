import { isUtf8 } from "node:buffer";

import { type Bytes, toBuffer } from "./bytes.ts";

/** A variable's value as an identifier or a literal (libpq's PQescapeIdentifier and PQescapeLiteral). */
export function quoteValue(value: Bytes, { identifier }: { identifier: boolean }): Bytes {
  if (identifier) return `"${value.replaceAll('"', '""')}"`;
  const doubled = value.replaceAll("'", "''");
  return value.includes("\\") ? ` E'${doubled.replaceAll("\\", "\\\\")}'` : `'${doubled}'`;
}

/**
 * Why a value can't be quoted, in libpq's words: a broken character could swallow the quote that follows it
 * (CVE-2025-1094). Undefined: it can.
 */
export function whyNotQuotable(value: Bytes, encoding: Bytes): Bytes | undefined {
  if (encoding !== "UTF8") return undefined;
  const first = value.search(/[\x80-\xff]/);
  if (first < 0) return undefined;
  if (first + sequenceLength(value.charCodeAt(first)) > value.length)
    return "incomplete multibyte character";
  return isUtf8(toBuffer(value.slice(first))) ? undefined : "invalid multibyte character";
}

function sequenceLength(byte: number): number {
  if (byte >= 0xf8 || byte < 0xc0) return 1;
  return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
}
