import { describe, expect, test } from "vitest";
import { fromBytes, toBytes } from "../../../src/psql/text/bytes.ts";
import { Lexer } from "../../../src/psql/text/lexer.ts";
import { QueryBuffer } from "../../../src/psql/text/query-buffer.ts";

interface SplitOptions {
  variables?: Record<string, string>;
  standardStrings?: boolean;
  keepsBodies?: boolean;
}

/** The statements that a script is split into, as they would be sent, and the warnings. */
function split(script: string, options: SplitOptions = {}) {
  const statements: string[] = [];
  const warnings: string[] = [];
  const quote = { plain: "", literal: "'", identifier: '"' };
  const lexer = new Lexer({
    variable: (name, quoting) => {
      const value = options.variables?.[name];
      return value === undefined ? undefined : quote[quoting] + value + quote[quoting];
    },
    warn: (message) => warnings.push(message),
    keepsBodies: () => options.keepsBodies ?? false,
  });
  const buffer = new QueryBuffer();
  for (const [index, line] of toBytes(script).split("\n").entries()) {
    if (line === "" && !lexer.inQuote) continue;
    if (buffer.length > 0) buffer.appendUnmapped("\n");
    lexer.start(line, {
      number: index + 1,
      standardStrings: options.standardStrings ?? true,
    });
    let result = lexer.scan(buffer);
    while (result === "semicolon") {
      statements.push(fromBytes(buffer.text));
      buffer.clear();
      result = lexer.scan(buffer);
    }
  }
  if (buffer.length > 0) statements.push(fromBytes(buffer.text));
  return { statements, warnings, lexer };
}

describe("splitting", () => {
  const cases: [name: string, script: string, statements: string[]][] = [
    ["two on a line", "select 1; select 2;", ["select 1;", "select 2;"]],
    ["no semicolon at the end", "select 1;\nselect 2", ["select 1;", "select 2"]],
    ["a semicolon in a string", "select ';';select 2;", ["select ';';", "select 2;"]],
    ["a doubled quote", "select 'it''s;';", ["select 'it''s;';"]],
    [
      "a backslash at the end of a standard string",
      "select '\\'; select 2;",
      ["select '\\';", "select 2;"],
    ],
    [
      "a backslash in an escape string",
      "select E'\\';'; select 2;",
      ["select E'\\';';", "select 2;"],
    ],
    [
      "an escape prefix that belongs to a word",
      "select like'\\'; select 2;",
      ["select like'\\';", "select 2;"],
    ],
    ["an escape prefix that belongs to a number", "select 1e'\\'; x;", ["select 1e'\\';", "x;"]],
    ["a bit string ends at the first quote", "select b'1''0;';", ["select b'1''0;';"]],
    ["a Unicode string", "select U&'d\\0061;' ;", ["select U&'d\\0061;' ;"]],
    ["a quoted identifier", 'select ";""" ;', ['select ";""" ;']],
    ["a quoted identifier over lines", 'select "a\n\n;" ;', ['select "a\n\n;" ;']],
    ["a dollar quote", "do $$ a; $b$ ; $$; x;", ["do $$ a; $b$ ; $$;", "x;"]],
    ["a tagged dollar quote", "do $a$ ; $$ ; $a $a$; x;", ["do $a$ ; $$ ; $a $a$;", "x;"]],
    ["a tag that begins within another", "do $a$ $$a$; x;", ["do $a$ $$a$;", "x;"]],
    ["a dollar within an identifier", "select a$$b; select c$$;", ["select a$$b;", "select c$$;"]],
    ["a parameter", "select $1; $2x$$;", ["select $1;", "$2x$$;"]],
    ["a line comment", "select 1 -- ; '\n, 2;", ["select 1 -- ; '\n, 2;"]],
    ["comments before the statement aren't sent", "-- a\n  -- b\nselect 1;", ["select 1;"]],
    ["block comments before the statement are", "/* a; */ select 1;", ["/* a; */ select 1;"]],
    ["nested comments", "/* /* ; */ ; */ select 1;", ["/* /* ; */ ; */ select 1;"]],
    ["a comment within an operator", "select 1 +/* ; */2;", ["select 1 +/* ; */2;"]],
    ["a line comment after an operator", "select 1 @-- ;\n2;", ["select 1 @-- ;\n2;"]],
    ["minus after an unfinished exponent", "select 1e-- ;\n;", ["select 1e-- ;", ";"]],
    [
      "parentheses hide semicolons",
      "create rule r do (a; b);x;",
      ["create rule r do (a; b);", "x;"],
    ],
    ["a closing parenthesis too many", "select 1); select 2;", ["select 1);", "select 2;"]],
    ["empty lines are dropped", "select 1,\n\n\n2;", ["select 1,\n2;"]],
    ["empty lines in a string are kept", "select '\n\n';", ["select '\n\n';"]],
    ["a carriage return ends a comment", "-- a\rselect 1;", ["select 1;"]],
    ["CRLF", "select 1;\r\nselect\r\n2;\r\n", ["select 1;", "select\r\n2;"]],
    ["a forced semicolon", "select 1\\; select 2;", ["select 1; select 2;"]],
    ["a forced colon", "select a\\:b;", ["select a:b;"]],
    ["other writing systems", "select 'ü;', \"ß\"; sélect;", ["select 'ü;', \"ß\";", "sélect;"]],
    [
      "BEGIN ATOMIC",
      "create function f() begin atomic select 1; select case when a then b end; end; x;",
      ["create function f() begin atomic select 1; select case when a then b end; end;", "x;"],
    ],
    [
      "OR REPLACE PROCEDURE",
      "create or replace procedure p() begin atomic; end; x;",
      ["create or replace procedure p() begin atomic; end;", "x;"],
    ],
    ["BEGIN of a transaction", "begin; select 1; end; x;", ["begin;", "select 1;", "end;", "x;"]],
    [
      "a string that goes on after a carriage return",
      "select E'a'\r'b\\';';",
      ["select E'a'\r'b\\';';"],
    ],
    [
      "a string that goes on over lines is two",
      "select E'a'\n'\\';x;",
      ["select E'a'\n'\\';", "x;"],
    ],
    ["two dots after a number", "select 1..2; x;", ["select 1..2;", "x;"]],
  ];
  test.each(cases)("%s", (_, script, statements) => {
    expect(split(script).statements).toEqual(statements);
  });

  test("backslashes escape in plain strings where standard_conforming_strings is off", () => {
    const { statements } = split("select '\\';'; x;", { standardStrings: false });
    expect(statements).toEqual(["select '\\';';", "x;"]);
  });

  test.each([
    [false, ["create function f() begin atomic a; b; end; x;"]],
    [true, ["create function f() begin atomic a; b; end;", "x;"]],
  ])("a forced semicolon in a body; since psql 15.19: %s", (keepsBodies, statements) => {
    const script = "create function f() begin atomic a\\; b; end; x;";
    expect(split(script, { keepsBodies }).statements).toEqual(statements);
  });

  test("what is open at the end is known, with its place", () => {
    const { lexer } = split("select 1;\nselect 'a\n;");
    expect(lexer.isOpen).toBe(true);
    expect(lexer.opened).toMatchObject({ what: "string", line: 2, offset: 7 });
  });

  test.each([
    ["a ruler of dashes", "-".repeat(200)],
    ["rulers of dashes", "-- ".repeat(200)],
    ["indentation", `\r${" ".repeat(200)}x`],
    ["empty lines with comments", "\r--\r ".repeat(200)],
  ])("doesn't look for long whether a string goes on after %s", (_, rest) => {
    const script = `select 'a' ${rest}\n;select 2;`;
    expect(split(script).statements).toEqual([`select 'a' ${rest}\n;`, "select 2;"]);
  });
});

describe("variables", () => {
  const cases: [script: string, statement: string][] = [
    ["select :a;", "select 1;"],
    ["select :'a', :\"a\";", "select '1', \"1\";"],
    ["select :{?a}, :{?none};", "select TRUE, FALSE;"],
    ["select :none, :'none';", "select :none, :'none';"],
    ["select ':a', \":a\", $$:a$$ /* :a */ -- :a", "select ':a', \":a\", $$:a$$ /* :a */ -- :a"],
    ["select '1'::a, x:=:a;", "select '1'::a, x:=1;"],
    ["select a[1:b];", "select a[1:2];"],
    ["select :nested;", "select 1 + 2;"],
  ];
  test.each(cases)("%s", (script, statement) => {
    const variables = { a: "1", b: "2", nested: ":a + :b" };
    const { statements } = split(script.replace("1:b", ":b").replace("[:b]", "[1:b]"), {
      variables,
    });
    expect(statements[0]).toBe(statement.replace("1:2", "12"));
  });

  test("a value may hold whole statements", () => {
    const variables = { two: "select 1; select", quote: "'" };
    expect(split(":two 2;", { variables }).statements).toEqual(["select 1;", "select 2;"]);
    expect(split("select :quote;', 3;", { variables }).statements).toEqual(["select ';', 3;"]);
  });

  test("a variable that contains itself is left as it is, with a warning", () => {
    const { statements, warnings } = split("select :a;", { variables: { a: ":b", b: ":a + 1" } });
    expect(statements).toEqual(["select :a + 1;"]);
    expect(warnings).toEqual(['skipping recursive expansion of variable "a"']);
  });

  test("a line of very many variables needs no deep stack", () => {
    const { statements } = split(`select ${":a ".repeat(50_000)};`, { variables: { a: "1" } });
    expect(statements[0]).toHaveLength(100_008);
  });
});

describe("the way back to the file", () => {
  test("leads past dropped lines, comments and variables", () => {
    const lexer = new Lexer({
      variable: (name) => (name === "v" ? "1000" : undefined),
      warn: () => undefined,
    });
    const buffer = new QueryBuffer();
    const lines = ["-- comment", "", "  select :v,", "", "nope, :v;"];
    for (const [index, line] of lines.entries()) {
      if (line === "") continue;
      if (buffer.length > 0) buffer.appendUnmapped("\n");
      lexer.start(line, { number: index + 1, standardStrings: true });
      lexer.scan(buffer);
    }
    expect(buffer.text).toBe("select 1000,\nnope, 1000;");
    const at = (text: string) => buffer.placeOf(buffer.text.indexOf(text));
    expect(at("select")).toMatchObject({ line: 3, offset: 2 });
    expect(at("000,")).toMatchObject({ line: 3, offset: 9 });
    expect(at(",\n")).toMatchObject({ line: 3, offset: 11 });
    expect(at("nope")).toMatchObject({ line: 5, offset: 0 });
    expect(at("1000;")).toMatchObject({ line: 5, offset: 6 });
  });
});
