import { charsetOf, lengthOfCharacter } from "../print/charset.ts";
import { type Bytes, toBuffer } from "./bytes.ts";

/** The text with the marks taken off. */
export function unmarked(text: Bytes): Bytes {
  return /[\u0100-\u01ff]/.test(text) ? toBuffer(text).toString("latin1") : text;
}

/** The encodings of clients in which a byte after the first can look like ASCII, a quote or a backslash for example. */
const UNSAFE: ReadonlySet<Bytes> = new Set([
  "BIG5",
  "GB18030",
  "GBK",
  "JOHAB",
  "SHIFT_JIS_2004",
  "SJIS",
  "UHC",
]);

/** What is added to a byte to mark it. Written to a file or a socket, only the low eight bits of a character count. */
const MARK = 0x100;

/**
 * Marks all but the first byte of each character, so that none is taken for a quote or a backslash; psql lexes a copy of
 * the line with 0xFF in their place. Text in other encodings stays as it is.
 */
export function markTrailingBytes(text: Bytes, encoding: Bytes): Bytes {
  if (!UNSAFE.has(encoding) || !/[\x80-\xff]/.test(text)) return text;
  const charset = charsetOf(encoding);
  let marked = "";
  for (let position = 0; position < text.length;) {
    const first = text.charCodeAt(position);
    const isSingle = first >= MARK;
    const second = text.charCodeAt(position + 1) & 0xff;
    const length = isSingle ? 1 : lengthOfCharacter(charset, first, second);
    marked += text[position];
    const end = Math.min(position + length, text.length);
    for (position += 1; position < end; position += 1)
      marked += String.fromCharCode((text.charCodeAt(position) & 0xff) + MARK);
  }
  return marked;
}
