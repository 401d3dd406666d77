import { type Bytes, toBuffer } from "./bytes.ts";

/** The text with the marks taken off. */
export function unmarked(text: Bytes): Bytes {
  return /[\u0100-\u01ff]/.test(text) ? toBuffer(text).toString("latin1") : text;
}

/** How long a character is, by its first byte and the one after it; only for a first byte from 0x80 on. */
type CharacterLength = (first: number, second: number) => number;

const two: CharacterLength = () => 2;

/** The encodings of clients in which a byte after the first can look like ASCII, a quote or a backslash for example (PostgreSQL's wchar.c). */
const UNSAFE: Record<string, CharacterLength> = {
  BIG5: two,
  GB18030: (_, second) => (second >= 0x30 && second <= 0x39 ? 4 : 2),
  GBK: two,
  JOHAB: (first) => (first === 0x8f ? 3 : 2),
  SHIFT_JIS_2004: (first) => (first >= 0xa1 && first <= 0xdf ? 1 : 2),
  SJIS: (first) => (first >= 0xa1 && first <= 0xdf ? 1 : 2),
  UHC: two,
};

/** What is added to a byte to mark it. Written to a file or a socket, only the low eight bits of a character count. */
const MARK = 0x100;

/**
 * Marks all but the first byte of each character, so that none is taken for a quote or a backslash; psql lexes a copy of
 * the line with 0xFF in their place. Text in other encodings stays as it is.
 */
export function markTrailingBytes(text: Bytes, encoding: Bytes): Bytes {
  const lengthOf = UNSAFE[encoding];
  if (lengthOf === undefined || !/[\x80-\xff]/.test(text)) return text;
  let marked = "";
  for (let position = 0; position < text.length;) {
    const first = text.charCodeAt(position);
    const isSingle = first < 0x80 || first >= MARK;
    const length = isSingle ? 1 : lengthOf(first, text.charCodeAt(position + 1) & 0xff);
    marked += text[position];
    const end = Math.min(position + length, text.length);
    for (position += 1; position < end; position += 1)
      marked += String.fromCharCode((text.charCodeAt(position) & 0xff) + MARK);
  }
  return marked;
}
