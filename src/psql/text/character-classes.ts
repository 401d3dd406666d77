/** What a byte can begin, outside quotes and comments. */
export const Begins = {
  nothing: 0,
  space: 1,
  identifier: 2,
  digit: 3,
  quote: 4,
  doubleQuote: 5,
  dollar: 6,
  minus: 7,
  slash: 8,
  semicolon: 9,
  openParenthesis: 10,
  closeParenthesis: 11,
  colon: 12,
  backslash: 13,
  dot: 14,
} as const;

/** Bytes that the lexer compares with. */
export const Code = {
  ampersand: 38,
  quote: 39,
  star: 42,
  minus: 45,
  dot: 46,
  colon: 58,
  semicolon: 59,
  equals: 61,
} as const;

const SINGLE: Record<string, number> = {
  "'": Begins.quote,
  '"': Begins.doubleQuote,
  $: Begins.dollar,
  "-": Begins.minus,
  "/": Begins.slash,
  ";": Begins.semicolon,
  "(": Begins.openParenthesis,
  ")": Begins.closeParenthesis,
  ":": Begins.colon,
  "\\": Begins.backslash,
  ".": Begins.dot,
};

/** By byte, marked ones (see marked-bytes.ts) after the others: which of `Begins`. */
export const BEGINS = new Uint8Array(512);
/** By byte: 1 where an identifier may go on. */
export const IDENTIFIER_PART = new Uint8Array(512);

for (let byte = 0; byte < 512; byte += 1) {
  const char = String.fromCharCode(byte);
  if (/[ \t\n\r\f]/.test(char)) BEGINS[byte] = Begins.space;
  else if (/[A-Za-z_\x80-\u01ff]/.test(char)) BEGINS[byte] = Begins.identifier;
  else if (/[0-9]/.test(char)) BEGINS[byte] = Begins.digit;
  else BEGINS[byte] = SINGLE[char] ?? Begins.nothing;
  if (/[A-Za-z_0-9$\x80-\u01ff]/.test(char)) IDENTIFIER_PART[byte] = 1;
}

/** The end of the number that begins at `from`, by the longest match of the server's rules, junk after it included. */
export function endOfNumber(text: string, from: number): number {
  let digits = from;
  while (digits < text.length && BEGINS[text.charCodeAt(digits)] === Begins.digit) digits += 1;
  if (digits === text.length) return digits;
  const next = BEGINS[text.charCodeAt(digits)];
  if (digits > from && next !== Begins.identifier && next !== Begins.dot) return digits;
  const base = match(/\d+(?:\.\d*)?|\.\d+/y, text, from);
  // "1..2": the dots are an operator of their own.
  if (text.charCodeAt(base - 1) === 46 && text.charCodeAt(base) === 46) return base - 1;
  const real = match(/[eE][-+]?\d+/y, text, base);
  const failedReal = match(/[eE][-+]/y, text, base);
  return Math.max(junk(text, real), failedReal, junk(text, base));
}

function junk(text: string, from: number): number {
  return match(/[A-Za-z_\x80-\u01ff][A-Za-z_0-9$\x80-\u01ff]*/y, text, from);
}

/** Where a sticky pattern's match ends; `from` when it doesn't match. */
export function match(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
