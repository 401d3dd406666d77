import { describe, expect, it } from "vitest";
import { fillIn, parseEnvironmentFile } from "../../src/environment-file.ts";

const valuesOf = (text: string) =>
  Object.fromEntries(parseEnvironmentFile(text).map(({ name, value }) => [name, value]));

describe("a file of variables", () => {
  it.each([
    ["A=plain", "plain"],
    ["A = spaced  ", "spaced"],
    ["A=", ""],
    ["export A=exported", "exported"],
    ["  export\tA='x'", "x"],
    ["A: yaml", "yaml"],
    ['A="with # hash" # comment', "with # hash"],
    ["A=cut #comment", "cut"],
    ["A=cut#too", "cut"],
    ["A='#kept'", "#kept"],
    ['A="line\\nfeed"', "line\nfeed"],
    ["A='line\\nfeed'", "line\\nfeed"],
    ['A="two\nlines"', "two\nlines"],
    ["A='two\r\nlines'\r\n", "two\nlines"],
    ["A=`'single' and \"double\"`", `'single' and "double"`],
    ['A=a"b"c', 'a"b"c'],
    ["A=postgres://u:p@h/d?sslmode=require&x=y", "postgres://u:p@h/d?sslmode=require&x=y"],
    ["\uFEFFA=after a byte order mark", "after a byte order mark"],
    ["A=first\nA=last", "last"],
    ["no assignment here\nA=1", "1"],
    ["#A=0\nA=1", "1"],
    ['B="unterminated\nA=1', "1"],
  ])("%j", (text, expected) => {
    expect(valuesOf(text)["A"]).toBe(expected);
  });

  it("tells what is in single quotes", () => {
    expect(parseEnvironmentFile("A='${B}'\nC=\"${B}\"")).toMatchObject([
      { name: "A", isLiteral: true },
      { name: "C", isLiteral: false },
    ]);
  });
});

describe("filling in", () => {
  const lookUp = (name: string) => ({ A: "1", EMPTY: "" })[name];
  it.each([
    ["${A}/${A}", "1/1"],
    ["$A", "$A"],
    ["pa$$word", "pa$$word"],
    ["${NONE}", "${NONE}"],
    ["${NONE:-other}", "other"],
    ["${EMPTY:-other}", "other"],
    ["[${EMPTY}]", "[]"],
    ["\\${A}", "${A}"],
    ["${A", "${A"],
  ])("%s", (text, expected) => {
    expect(fillIn(text, lookUp)).toBe(expected);
  });
});
