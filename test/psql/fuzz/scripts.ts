import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Random } from "./random.ts";

/** A script in parts, so that it can be made shorter by leaving some out. Every character is one byte. */
export type Parts = readonly string[];

/** What is hard to split, to be put together at random. */
const fragments: readonly string[] = [
  // Quotes of all kinds, closed and open.
  ..."'a;b'|'it''s'|'a\\'|E'\\';'|e'x\\\\'|E'a''b\\'''|b'1;'|x'f'';'|n'x;'|U&'x;'|u&\"d;\"|\"a;\"\"b\"|'|\"|E'|U&'|B'|'a'\n'b'|'a' -- c\n'b;'|'a'\n\n'b'|E'a'\n'\\''".split(
    "|",
  ),
  ..."$$;$$|$a$ ; $$ $a$|$ä$;$ä$|$$|$a$|$1|$1a|a$$b|a$b$c|$|$$a$b$$".split("|"),
  // What ends a statement, and what doesn't.
  ..."; |;|;|;\n|;;|\\;|\\; |\\:|(|)|((|))|[1:2]|[:v]".split("|"),
  ..."\n|\n\n|\r\n|\r|\t| |\f|\v".split("|"),
  ..."--x\n|-- it's; \\\n|--\r|/* ; */|/* /* ; */ */|/*|*/|/**/|/*/|--/*\n|/*'*/|+-- a\n|*/*a*/|@-|@/*;*/".split(
    "|",
  ),
  ..."+|-|/|*|<>|!=|::|:=|..|1..5|1e-|1.|.5|..5|1e5x|0x1f|1_0|1.5e+|e|E|1;2".split("|"),
  // Routine bodies.
  ..."create function f()|create or replace procedure p()|CREATE FUNCTION f() BEGIN ATOMIC|begin|begin atomic|end|END|case|case when|end case|create or replace function g()|create procedure begin|function|create".split(
    "|",
  ),
  // Variables.
  ..."\\set v 'a;b'\n|\\set v 2\n|\\set w '''q'''\n|\\set w :v\n|\\set v\n|\\set s 'select '\n|\\set c ':c'\n|\\set d ':w :d'\n|\\set q ''''\n|\\unset v\n|\\set b 'a\\\\b'\n|\\set n 'x\\ny'\n".split(
    "|",
  ),
  ...":v|:'v'|:\"v\"|:{?v}|:{?nix}|:w|:'w'|:c|:d|:q|:s|:b|:'b'|:n|:'n'|:nix|:'nix'|:\"nix\"|:'v|:\"v|:{?v|::v|:ü|a:v|':v'|$$:v$$|/*:v*/|:v:w|:'v':'w'".split(
    "|",
  ),
  // Conditions.
  ..."\\if 1\n|\\if 0\n|\\if true|\\if :v\n|\\if :{?v}\n|\\elif 1\n|\\elif 0\n|\\else\n|\\endif\n|\\endif|\\if yes \\\\ |\\else \\\\|\\if 0\n'\n\\endif\n|\\if 0\n(\n\\endif\n|\\if nonsense\n|\\if\n".split(
    "|",
  ),
  // Commands within a statement.
  ..."\\g\n|\\g |\\r\n|\\p\n|\\echo a 'b' \"c\" :v\n|\\echo a \\\\ select 3;|\\nix a b\n|\\nix\\\\|\\x\n|\\q\n|\\gexec\n|\\gset\n|\\gset p_\n|\\reset\n|\\warn x\n|\\qecho 'x|\\|\\\\|\\\n|\\echo \\echo a\n|\\set\n"
    .split("|")
    .filter((text) => text !== "\\g "),
  // Settings that the lexer listens to.
  ..."set standard_conforming_strings = off;|set standard_conforming_strings = on;\n|set standard_conforming_strings = off; select 'a\\';';\n".split(
    "|",
  ),
  // COPY and its data.
  ..."copy t from stdin;\n|copy t from stdin;\n1\ta;b\n\\.\n|copy t from stdin; select 4;\nx'y\n\\.\n|copy t from stdin;\r\n1\r\n\\.\r\n|COPY t (a) FROM STDIN\n;\n\\.x\n\\.\n|\\.\n|\\copy t from stdin\n1\n\\.\n|copy t from stdin; copy u from stdin;\n1\n\\.\n2\n\\.\n".split(
    "|",
  ),
  // Bytes.
  ..."\xc3\xbc|\xff|\xc3|\xe2\x82|\x00|\x00\n|a\x00b\n|\xef\xbb\xbf|\x01|\x7f|\xc2\xa0|\xe2\x80\xa8".split(
    "|",
  ),
  ..."select|select 1|insert into t values (1)|x|update t set a = 1|fail|begin;|commit;|rollback;|drop table x|PGDMP|\\restrict k\n|\\unrestrict k\n".split(
    "|",
  ),
];

/** Fragments put together, `longest` at most; now and then with a space between. */
export function fragmentScript(random: Random, longest: number): Parts {
  const parts: string[] = [];
  if (random.below(20) === 0) parts.push("\xef\xbb\xbf");
  for (let count = 1 + random.below(longest); count > 0; count -= 1) {
    parts.push(random.pick(fragments));
    if (random.below(3) === 0) parts.push(" ");
  }
  return parts;
}

/** Bytes of all sorts, those that mean something more often. */
export function byteScript(random: Random, longest: number): Parts {
  const telling = "\\'\"$;:()/*-\n\r \tEeUu&BbxX`|!{}?.0123456789azgicosw_,=\x00\xff\xc3\xbc";
  return Array.from({ length: 1 + random.below(longest) }, () =>
    random.below(4) === 0 ? String.fromCharCode(random.below(256)) : random.pick([...telling]),
  );
}

const folder = fileURLToPath(new URL("../conformance", import.meta.url));
let known: string[] | undefined;

/** One of the conformance cases, with pieces dropped, doubled, moved, or replaced. */
export function mutatedScript(random: Random): Parts {
  known ??= readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .toSorted()
    .map((name) => readFileSync(join(folder, name), "latin1"));
  let text = random.pick(known);
  for (let count = 1 + random.below(8); count > 0; count -= 1) {
    const at = random.below(text.length + 1);
    const length = random.below(30);
    const before = text.slice(0, at);
    const after = text.slice(at + length);
    const other = random.pick(known);
    const piece = text.slice(at, at + length);
    text = random.pick([
      () => before + after,
      () => before + piece + piece + after,
      () => before + random.pick(fragments) + piece + after,
      () => before + String.fromCharCode(random.below(256)) + after,
      () => before + other.slice(random.below(other.length + 1)).slice(0, 80) + piece + after,
    ])();
  }
  return text.split(/(?<=\n)/);
}

/**
 * What a real psql may run on somebody's machine: no shell, no files, no other server. And nothing that depends on rows,
 * which a recording server has none of.
 */
export function isHarmless(text: string): boolean {
  if (text.includes("FETCH_COUNT")) return false;
  // psql loses what follows a zero byte in COPY's data; the engine leaves it to the server to refuse.
  if (/copy/i.test(text) && text.includes("\0")) return false;
  // Octal and hexadecimal escapes could spell a command that isn't seen here, and a zero byte hides a line's end.
  if (/[!`|]|\\[0-7x]|program/i.test(text)) return false;
  return [text, text.replaceAll(/\0[^\n]*\n?/g, "")].every((seen) =>
    [...seen.matchAll(/\\([^\s\\]*)/g)].every(
      ([, name = ""]) => !/^[A-Za-z?]/.test(name) || HARMLESS.test(name),
    ),
  );
}

const HARMLESS =
  /^(?:a|copy|echo|elif|else|endif|g|gexec|gset|if|n[';]?.*|nix|p|q|qecho|r|reset|restrict|set|t|timing|unrestrict|unset|warn|x)[;]*$/;
