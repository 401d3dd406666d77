import type { Bytes } from "../text/bytes.ts";

/** How a character that begins with a high byte is measured, in bytes and in columns. */
interface Measures {
  length: (first: number, second: number) => number;
  width: (first: number) => number;
}

/** Begin a character of the second and of the third code set, in EUC. */
const SS2 = 0x8e;
const SS3 = 0x8f;

const two = (): number => 2;
const isHalfWidthKana = (first: number): boolean => first >= 0xa1 && first <= 0xdf;
const isWithin = (first: number, from: number, to: number): boolean => first >= from && first <= to;

/** The encodings of more than one byte besides UTF-8, as PostgreSQL's wchar.c measures them. */
const MULTIBYTE = {
  "two-byte": { length: two, width: two },
  "euc-cn": { length: (first) => (first === SS2 || first === SS3 ? 3 : 2), width: two },
  "euc-jp": {
    length: (first) => (first === SS3 ? 3 : 2),
    width: (first) => (first === SS2 ? 1 : 2),
  },
  "euc-kr": { length: (first) => (first === SS3 ? 3 : 2), width: two },
  "euc-tw": { length: (first) => (first === SS2 ? 4 : first === SS3 ? 3 : 2), width: two },
  sjis: {
    length: (first) => (isHalfWidthKana(first) ? 1 : 2),
    width: (first) => (isHalfWidthKana(first) ? 1 : 2),
  },
  gb18030: { length: (_, second) => (isWithin(second, 0x30, 0x39) ? 4 : 2), width: two },
  mule: {
    length: (first) => {
      if (isWithin(first, 0x81, 0x8d)) return 2;
      if (isWithin(first, 0x90, 0x99) || isWithin(first, 0x9a, 0x9b)) return 3;
      return isWithin(first, 0x9c, 0x9d) ? 4 : 1;
    },
    width: (first) => (isWithin(first, 0x90, 0x99) || isWithin(first, 0x9c, 0x9d) ? 2 : 1),
  },
} satisfies Record<string, Measures>;

/** The encoding that results and messages come in, as far as it matters for columns. */
export type Charset = "utf8" | "single-byte" | keyof typeof MULTIBYTE;

const CHARSETS: Readonly<Record<string, Charset>> = {
  UTF8: "utf8",
  UNICODE: "utf8",
  BIG5: "two-byte",
  EUCCN: "euc-cn",
  EUCJIS2004: "euc-jp",
  EUCJP: "euc-jp",
  EUCKR: "euc-kr",
  EUCTW: "euc-tw",
  GB18030: "gb18030",
  GBK: "two-byte",
  JOHAB: "euc-kr",
  MULEINTERNAL: "mule",
  SHIFTJIS: "sjis",
  SHIFTJIS2004: "sjis",
  SJIS: "sjis",
  UHC: "two-byte",
};

export function charsetOf(clientEncoding: Bytes | undefined): Charset {
  const name = (clientEncoding ?? "").toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
  return CHARSETS[name] ?? "single-byte";
}

/** How a character that begins with a high byte is measured; undefined where every byte is one, or in UTF-8. */
export function measuresOf(charset: Charset): Measures | undefined {
  return charset === "utf8" || charset === "single-byte" ? undefined : MULTIBYTE[charset];
}

/** How many bytes a character should have, by its first one and the one after it. */
export function lengthOfCharacter(charset: Charset, first: number, second: number): number {
  if (first < 0x80 || charset === "single-byte") return 1;
  return measuresOf(charset)?.length(first, second) ?? utf8Length(first);
}

function utf8Length(first: number): number {
  if ((first & 0xe0) === 0xc0) return 2;
  if ((first & 0xf0) === 0xe0) return 3;
  return (first & 0xf8) === 0xf0 ? 4 : 1;
}
