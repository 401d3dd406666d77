import { describe, expect, test } from "vitest";
import { toBuffer } from "../../../src/psql/text/bytes.ts";
import { Lexer } from "../../../src/psql/text/lexer.ts";
import { markTrailingBytes, unmarked } from "../../../src/psql/text/marked-bytes.ts";
import { QueryBuffer } from "../../../src/psql/text/query-buffer.ts";

describe("bytes within characters of encodings that aren't safe", () => {
  test.each([
    ["SJIS", "\x83\x5c'", "\x83\u015c'"],
    // A half-width katakana is one byte.
    ["SJIS", "\xb1\x5c'", "\xb1\x5c'"],
    ["BIG5", "a\xc7\x5cb", "a\xc7\u015cb"],
    ["GBK", "\x81\x7c\x82\x5c", "\x81\u017c\x82\u015c"],
    ["UHC", "\x81\x41", "\x81\u0141"],
    ["GB18030", "\x81\x30\x81\x5c;\x81\x5c;", "\x81\u0130\u0181\u015c;\x81\u015c;"],
    ["JOHAB", "\x8f\x5c\x5c\x5c", "\x8f\u015c\u015c\x5c"],
    ["SJIS", "cut \x83", "cut \x83"],
    ["UTF8", "\xc3\xa4'", "\xc3\xa4'"],
    ["LATIN1", "\xe4\x5c", "\xe4\x5c"],
  ])("%s", (encoding, text, marked) => {
    expect(markTrailingBytes(text, encoding)).toBe(marked);
    expect(markTrailingBytes(marked, encoding)).toBe(marked);
    expect(unmarked(marked)).toBe(text);
    expect(toBuffer(marked).toString("latin1")).toBe(text);
  });

  test("are no quotes, backslashes or ends of statements to the lexer", () => {
    const text = "select '\x83\x5c' as \x83\x5c; select 2";
    const lexer = new Lexer({ variable: () => undefined, warn: () => undefined });
    const statement = new QueryBuffer();
    lexer.start(markTrailingBytes(text, "SJIS"), { number: 1, standardStrings: false });
    expect(lexer.scan(statement)).toBe("semicolon");
    expect(unmarked(statement.text)).toBe("select '\x83\x5c' as \x83\x5c;");
  });
});
