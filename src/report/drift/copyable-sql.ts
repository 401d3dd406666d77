import { printable } from "../printable.ts";
import { quotedIn, type Quoted } from "./quoted-sql.ts";

/** What can't be read off a page, or copied from it: what `printable` writes out, line feeds and tabs apart. */
const uncopyable = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Whether a text or a name in SQL goes over several lines: what is put before these becomes part of it. */
export function hasLongText(sql: string): boolean {
  for (const { token } of quotedIn(sql)) if (token.includes("\n")) return true;
  return false;
}

/**
 * SQL that says the same and can be copied from where it is shown: a text or a name with characters that hide, reorder or
 * steer, or with carriage returns, which a page loses, is written with escapes (`E'BEGIN\r'`, `U&"zero\200Bwidth"`). Pure.
 */
export function copyable(sql: string): string {
  if (!hasUncopyable(sql)) return sql;
  let written = "";
  let end = 0;
  for (const quoted of quotedIn(sql)) {
    const { at, token } = quoted;
    if (!hasUncopyable(token)) continue;
    const before = sql.slice(end, at);
    written += `${before}${/\w$/.test(before) ? " " : ""}${withEscapes(quoted)}`;
    end = at + token.length;
  }
  // Nothing is left but what stands between them, where PostgreSQL takes none of it.
  return (written + sql.slice(end)).replaceAll(uncopyable, printable);
}

function hasUncopyable(text: string): boolean {
  return text.search(uncopyable) >= 0;
}

function withEscapes({ token, prefix, quote }: Quoted): string {
  if (prefix === "E") return escapedText(token);
  if (prefix === "U&") return escapedName(token);
  const doubled = token.replaceAll("\\", "\\\\");
  if (quote === '"') return `U&${escapedName(doubled)}`;
  if (quote === "'") return `E${escapedText(doubled)}`;
  const text = doubled.slice(quote.length, -quote.length).replaceAll("'", "''");
  return `E'${escapedText(text)}'`;
}

/** https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE */
function escapedText(text: string): string {
  return text.replaceAll(uncopyable, (character) => {
    if (character === "\r") return String.raw`\r`;
    const code = character.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS */
function escapedName(text: string): string {
  return text.replaceAll(uncopyable, (character) => {
    const code = character.codePointAt(0)!.toString(16).toUpperCase();
    return code.length > 4 ? `\\+${code.padStart(6, "0")}` : `\\${code.padStart(4, "0")}`;
  });
}
