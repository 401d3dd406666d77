import { UsageError } from "../../errors.ts";
import { type Conninfo, variableOf } from "./keywords.ts";
import { parseUri, uriPrefix } from "./uri.ts";

/** libpq's rule for a database's name that is a whole connection string. */
export function isConnectionString(text: string): boolean {
  return uriPrefix.test(text) || text.includes("=");
}

/**
 * Reads a URI or `key=value` pairs as libpq does, to the letter:
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING.
 *
 * @throws UsageError in libpq's words, without the password.
 */
export function parseConnectionString(text: string): Conninfo {
  return uriPrefix.test(text) ? parseUri(text) : parseKeyValues(text);
}

const pair = /([^=\s]+|(?==))\s*(?:=\s*(?:'((?:[^'\\]|\\.)*)'|(?!')((?:[^\s\\]|\\.)*)\\?|(')))?/suy;

function parseKeyValues(text: string): Conninfo {
  const result: Conninfo = new Map();
  let rest = text.trimStart();
  while (rest !== "") {
    pair.lastIndex = 0;
    const [whole, name = "", quoted, plain, open] = pair.exec(rest) as RegExpExecArray;
    if (open !== undefined)
      throw new UsageError("unterminated quoted string in connection info string");
    const value = quoted ?? plain;
    if (value === undefined)
      throw new UsageError(`missing "=" after "${name}" in connection info string`);
    storeOption(result, name, value.replaceAll(/\\(.)/gsu, "$1"));
    rest = rest.slice(whole.length).trimStart();
  }
  return result;
}

/** @throws UsageError for a keyword that libpq doesn't know. */
function storeOption(options: Conninfo, keyword: string, value: string): void {
  if (keyword === "requiressl")
    options.set("sslmode", value.startsWith("1") ? "require" : "prefer");
  else if (variableOf.has(keyword)) options.set(keyword, value);
  else throw new UsageError(`invalid connection option "${keyword}"`);
}
