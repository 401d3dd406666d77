import { isUtf8 } from "node:buffer";

import { charsetOf, lengthOfCharacter } from "../print/charset.ts";
import { type Bytes, toBuffer } from "./bytes.ts";
import { unmarked } from "./marked-bytes.ts";

/** A whole character beyond ASCII, in each encoding of clients that has more than one byte (the `verifychar` functions of PostgreSQL's wchar.c). */
const CHARACTERS: Readonly<Record<string, RegExp>> = {
  BIG5: /(?!\x8d )[\x80-\xff][^\0]/y,
  EUC_CN: /[\xa1-\xfe]{2}/y,
  EUC_JIS_2004: /\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|[\xa1-\xfe]{2}/y,
  EUC_JP: /\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|[\xa1-\xfe]{2}/y,
  EUC_KR: /[\xa1-\xfe]{2}/y,
  EUC_TW: /\x8e[\xa1-\xa7][\xa1-\xfe]{2}|[\x80-\x8d\x90-\xff][\xa1-\xfe]/y,
  GB18030: /[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9])/y,
  GBK: /(?!\x8d )[\x80-\xff][^\0]/y,
  JOHAB: /\x8f[\xa1-\xfe]{2}|[\x80-\x8e\x90-\xff][\xa1-\xfe]/y,
  MULE_INTERNAL:
    /[\x81-\x8d][\x80-\xff]|[\x90-\x9b][\x80-\xff]{2}|[\x9c\x9d][\x80-\xff]{3}|[\x80\x8e\x8f\x9e-\xff]/y,
  SHIFT_JIS_2004: /[\xa1-\xdf]|[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]/y,
  SJIS: /[\xa1-\xdf]|[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]/y,
  UHC: /(?!\x8d )[\x80-\xff][^\0]/y,
};

/**
 * Why a value can't be quoted, in libpq's words: a broken character could swallow the quote that follows it
 * (CVE-2025-1094). Undefined: it can.
 */
export function whyNotQuotable(value: Bytes, encoding: Bytes): Bytes | undefined {
  const first = value.search(/[\x80-\xff]/);
  if (first < 0) return undefined;
  const rest = unmarked(value.slice(first));
  const length = lengthOfCharacter(charsetOf(encoding), rest.charCodeAt(0), rest.charCodeAt(1));
  if (length > rest.length) return "incomplete multibyte character";
  return isValid(rest, encoding) ? undefined : "invalid multibyte character";
}

function isValid(text: Bytes, encoding: Bytes): boolean {
  if (encoding === "UTF8") return isUtf8(toBuffer(text));
  const character = CHARACTERS[encoding];
  if (character === undefined) return true;
  for (let position = 0; position < text.length;) {
    if (text.charCodeAt(position) < 0x80) {
      position += 1;
      continue;
    }
    character.lastIndex = position;
    if (!character.test(text)) return false;
    position = character.lastIndex;
  }
  return true;
}
