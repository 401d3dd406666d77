import { UsageError } from "../../errors.ts";
import { demandMethods } from "./authentication-methods.ts";
import type { Conninfo } from "./keywords.ts";

/** The values that libpq takes, in the order in which it looks at them. */
const values: readonly (readonly [keyword: string, pattern: RegExp])[] = [
  ["channel_binding", /^(?:disable|prefer|require)$/u],
  ["sslmode", /^(?:disable|allow|prefer|require|verify-ca|verify-full)$/u],
  ["sslnegotiation", /^(?:postgres|direct)$/u],
  ["ssl_min_protocol_version", /^(?:TLSv1(?:\.[123])?)?$/iu],
  ["ssl_max_protocol_version", /^(?:TLSv1(?:\.[123])?)?$/iu],
  ["sslcertmode", /^(?:disable|allow|require)$/u],
  ["gssencmode", /^(?:disable|prefer|require)$/u],
  ["target_session_attrs", /^(?:any|read-write|read-only|primary|standby|prefer-standby)$/u],
  ["load_balance_hosts", /^(?:disable|random)$/u],
  ["min_protocol_version", /^(?:latest|3\.[02])?$/u],
  ["max_protocol_version", /^(?:latest|3\.[02])?$/u],
];

/** Names whose values libpq takes where they are empty, too: as if they weren't given. */
const mayBeEmpty = /^(?:sslnegotiation|sslcertmode|load_balance_hosts)$/u;

/** @throws UsageError in libpq's words, for values that it doesn't take, and in its manner for those that can't be met here. */
export function demandKnownValues(options: Conninfo): void {
  const methods = options.get("require_auth");
  if (methods) demandMethods(methods);
  for (const [keyword, pattern] of values) {
    const value = options.get(keyword);
    if (value === undefined || (value === "" && mayBeEmpty.test(keyword))) continue;
    if (!pattern.test(value)) throw new UsageError(`invalid ${keyword} value: "${value}"`);
  }
  demandRange(options, "ssl_min_protocol_version", "ssl_max_protocol_version", "SSL protocol");
  if (
    options.get("sslrootcert") === "system" &&
    (options.get("sslmode") ?? "verify-full") !== "verify-full"
  )
    throw new UsageError(
      `weak sslmode "${options.get("sslmode")}" may not be used with sslrootcert=system (use "verify-full")`,
    );
  if (options.get("gssencmode") === "require")
    throw new UsageError(
      'gssencmode value "require" invalid when GSSAPI support is not compiled in',
    );
  for (const [keyword, value] of unmet)
    if (options.get(keyword) === value)
      throw new UsageError(`${keyword} value "${value}" is not supported by dbfirst`);
  if (options.get("sslcrldir"))
    throw new UsageError("sslcrldir parameter is not supported on this platform");
}

/** These say whom to trust, or how to show who we are; to pass over them in silence would be a hole. */
const unmet = [
  ["sslnegotiation", "direct"],
  ["sslcertmode", "disable"],
  ["sslcertmode", "require"],
  ["min_protocol_version", "3.2"],
  ["min_protocol_version", "latest"],
] as const;

function demandRange(options: Conninfo, least: string, most: string, what: string): void {
  const from = (options.get(least) ?? "TLSv1.2").toLowerCase();
  const to = (options.get(most) ?? "").toLowerCase();
  if (from !== "" && to !== "" && from > to) throw new UsageError(`invalid ${what} version range`);
}
