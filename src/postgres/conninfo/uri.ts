import { UsageError } from "../../errors.ts";
import { type Conninfo, variableOf } from "./keywords.ts";

/** How a connection URI begins, for libpq and for us. */
export const uriPrefix = /^postgres(?:ql)?:\/\//u;

/**
 * Reads a connection URI as libpq does. Several hosts come out as lists with commas, as libpq has them.
 *
 * @throws UsageError in libpq's words; a password in the URI is left out of them.
 */
export function parseUri(uri: string): Conninfo {
  const result: Conninfo = new Map();
  let rest = uri.replace(uriPrefix, "");
  const login = /^([^@/]*)@/su.exec(rest);
  if (login !== null) {
    const [, user = "", password = ""] = /^([^:]*):?(.*)$/su.exec(login[1] ?? "") ?? [];
    if (user !== "") result.set("user", decode(user));
    if (password !== "") result.set("password", decode(password, { isSecret: true }));
    rest = rest.slice(login[0].length);
  }
  rest = readHosts(rest, uri, result);
  if (rest.startsWith("/")) {
    const [, database = ""] = /^\/([^?]*)/su.exec(rest) ?? [];
    if (database !== "") result.set("dbname", decode(database));
    rest = rest.slice(1 + database.length);
  }
  if (rest !== "") readParameters(rest.slice(1), result);
  return result;
}

/** Reads `host:port,[address]:port…`; returns what follows. */
function readHosts(text: string, uri: string, result: Conninfo): string {
  const hosts: string[] = [];
  const ports: string[] = [];
  let rest = text;
  for (;;) {
    const [host, end] = rest.startsWith("[") ? readAddress(rest, uri) : readName(rest);
    hosts.push(host);
    rest = rest.slice(end);
    const port = /^:[^/?,]*/su.exec(rest)?.[0] ?? "";
    ports.push(port.slice(1));
    rest = rest.slice(port.length);
    if (!rest.startsWith(",")) break;
    rest = rest.slice(1);
  }
  const [host, port] = [hosts.join(","), ports.join(",")];
  if (host !== "") result.set("host", decode(host));
  if (port !== "") result.set("port", decode(port));
  return rest;
}

/** A name or an IPv4 address, and how long it is. */
function readName(text: string): [name: string, length: number] {
  const name = /^[^:/?,]*/su.exec(text)?.[0] ?? "";
  return [name, name.length];
}

/** An IPv6 address in brackets, and how long it is with them. */
function readAddress(text: string, uri: string): [address: string, length: number] {
  const end = text.indexOf("]");
  const shown = withoutPassword(uri);
  if (end < 0)
    throw new UsageError(
      `end of string reached when looking for matching "]" in IPv6 host address in URI: "${shown}"`,
    );
  if (end === 1) throw new UsageError(`IPv6 host address may not be empty in URI: "${shown}"`);
  const next = text[end + 1] ?? "";
  if (!":/?,".includes(next)) {
    const before = uri.slice(0, uri.length - text.length + end + 1);
    const position = Buffer.byteLength(before) + 1;
    throw new UsageError(
      `unexpected character "${next}" at position ${position} in URI (expected ":" or "/"): "${shown}"`,
    );
  }
  return [text.slice(1, end), end + 1];
}

function readParameters(query: string, result: Conninfo): void {
  const parts = query.split("&");
  if (parts.at(-1) === "") parts.pop();
  for (const part of parts) {
    const [keyword = "", value, ...more] = part.split("=");
    if (value === undefined)
      throw new UsageError(`missing key/value separator "=" in URI query parameter: "${keyword}"`);
    if (more.length > 0)
      throw new UsageError(`extra key/value separator "=" in URI query parameter: "${keyword}"`);
    const name = decode(keyword);
    const decoded = decode(value, { isSecret: /password/u.test(name) });
    if (name === "ssl" && decoded === "true") result.set("sslmode", "require");
    else if (name === "requiressl")
      result.set("sslmode", decoded.startsWith("1") ? "require" : "prefer");
    else if (variableOf.has(name)) result.set(name, decoded);
    else throw new UsageError(`invalid URI query parameter: "${name}"`);
  }
}

/** As libpq decodes percent signs: bytes, of which only zero is refused. */
function decode(text: string, { isSecret = false } = {}): string {
  const shown = isSecret ? "***" : text;
  const wrong = /%(?:00|(?![\da-f]{2}))/iu.exec(text)?.[0];
  if (wrong === "%") throw new UsageError(`invalid percent-encoded token: "${shown}"`);
  if (wrong === "%00")
    throw new UsageError(`forbidden value %00 in percent-encoded value: "${shown}"`);
  if (!text.includes("%")) return text;
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const decoded = bytes.replaceAll(/%(..)/gu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(decoded, "latin1").toString("utf8");
}

function withoutPassword(uri: string): string {
  return uri.replace(/^(\w+:\/\/[^:@/]*:)[^@/]+@/su, "$1***@");
}
