import { printable } from "../printable.ts";

/** What holds a text or a name in SQL that a plan has. A name before a quote (`date'…'`) is no prefix of it. */
const quoted =
  /(?<![\w$])[eE]'(?:[^'\\]|\\[^]|'')*'|(?<![\w$])[uU]&(?:'(?:[^']|'')*'|"(?:[^"]|"")*")|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$])(\$(?:[A-Za-z_][\w]*)?\$)[^]*?\1/g;

/** What can't be read off a page, or copied from it: what `printable` writes out, line feeds and tabs apart. */
const uncopyable = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Whether a text or a name in SQL goes over several lines: what is put before these becomes part of it. */
export function hasLongText(sql: string): boolean {
  return [...sql.matchAll(quoted)].some(([token]) => token.includes("\n"));
}

/**
 * SQL that says the same and can be copied from where it is shown: a text or a name with characters that hide, reorder or
 * steer, or with carriage returns, which a page loses, is written with escapes (`E'BEGIN\r'`, `U&"zero\200Bwidth"`). Pure.
 */
export function copyable(sql: string): string {
  if (!hasUncopyable(sql)) return sql;
  const escaped = sql.replaceAll(quoted, (token, tag: string | undefined, at: number) => {
    if (!hasUncopyable(token)) return token;
    const apart = /\w/.test(sql[at - 1] ?? "") ? " " : "";
    return apart + withEscapes(token, tag);
  });
  // Nothing is left but what stands between them, where PostgreSQL takes none of it.
  return escaped.replaceAll(uncopyable, printable);
}

function hasUncopyable(text: string): boolean {
  return text.search(uncopyable) >= 0;
}

function withEscapes(token: string, tag: string | undefined): string {
  if (tag !== undefined) {
    const text = token.slice(tag.length, -tag.length);
    return `E'${escapedText(text.replaceAll("\\", "\\\\").replaceAll("'", "''"))}'`;
  }
  const start = token.charAt(0);
  if (start === "'") return `E${escapedText(token.replaceAll("\\", "\\\\"))}`;
  if (start === '"') return `U&${escapedName(token.replaceAll("\\", "\\\\"))}`;
  return start.toUpperCase() === "E" ? escapedText(token) : escapedName(token);
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
