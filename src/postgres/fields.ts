import type { ConnectionOptions as TlsOptions } from "node:tls";
import { UsageError } from "../errors.ts";
import { osUser } from "./os-user.ts";
import {
  defaultPort,
  type ConnectionSettings,
  type SslMode,
  type SslSettings,
} from "./settings.ts";

/**
 * The settings for `dbCredentials` of a drizzle.config.ts that are written as fields: `host`, `port`, `user`, `password`,
 * `database`, `ssl`. `ssl: true` and TLS options check the certificate as `pg` and `postgres` do (verify-full; the
 * options may relax it), the words have libpq's meaning, and no `ssl` means no TLS.
 *
 * @throws UsageError for a field that can't be.
 */
export function settingsFromFields(fields: Readonly<Record<string, unknown>>): ConnectionSettings {
  const user = textField(fields, "user") ?? osUser();
  return {
    host: textField(fields, "host") ?? "localhost",
    port: portField(fields["port"]),
    user,
    password: textField(fields, "password"),
    database: textField(fields, "database") ?? user,
    ssl: sslFromField(fields["ssl"]),
    connectTimeout: undefined,
    parameters: {},
  };
}

function textField(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") {
    throw new UsageError(`dbCredentials.${name} of drizzle.config.ts isn't a string.`);
  }
  return value;
}

/** A number, or digits, as an environment variable gives them. */
function portField(value: unknown): number {
  if (value === undefined || value === null || value === "") return defaultPort;
  const port = typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : value;
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UsageError("dbCredentials.port of drizzle.config.ts isn't a number from 1 to 65535.");
  }
  return port;
}

const words: readonly SslMode[] = [
  "require",
  "allow",
  "prefer",
  "verify-full",
  "verify-ca",
  "disable",
];

function sslFromField(ssl: unknown): SslSettings {
  if (ssl === undefined || ssl === null || ssl === false || ssl === "") return { mode: "disable" };
  if (ssl === true) return { mode: "verify-full" };
  if (typeof ssl === "object") return { mode: "verify-full", node: ssl as TlsOptions };
  const mode = words.find((word) => word === ssl);
  if (mode === undefined) {
    throw new UsageError(
      `dbCredentials.ssl of drizzle.config.ts isn't true, false, TLS options or one of ${words.join(", ")}.`,
    );
  }
  return { mode };
}
