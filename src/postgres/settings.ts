import type { ConnectionOptions as TlsOptions } from "node:tls";

/** libpq's sslmode values, with libpq's meaning. */
export type SslMode = "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full";

/** How a connection is encrypted and whom it trusts. Files are named here and read when connecting. */
export interface SslSettings {
  mode: SslMode;
  /** PEM file of trusted authorities, or `system`. */
  rootCert?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
  /** PEM file of certificates that are revoked. */
  crl?: string | undefined;
  /** Node's own options, for a drizzle.config.ts that passes `ssl: { … }`. */
  node?: TlsOptions | undefined;
}

/** One of the servers of a connection. */
export interface Server {
  /** Host name or address; a path (`/run/postgresql`) means a Unix socket in that folder. */
  host: string;
  /** The address to dial, where `host` isn't looked up (libpq's hostaddr). */
  address?: string | undefined;
  port: number;
  password?: string | undefined;
  /** Where the password comes from: a refusal names it. */
  passwordFile?: string | undefined;
}

/** libpq's target_session_attrs, but for `any`. */
export type SessionAttributes =
  | "read-write"
  | "read-only"
  | "primary"
  | "standby"
  | "prefer-standby";

/** Everything that is needed to open a connection: the parsed form of a connection URL. */
export interface ConnectionSettings extends Server {
  user: string;
  password: string | undefined;
  database: string;
  ssl: SslSettings;
  /** Seconds, as libpq's connect_timeout. 0 or undefined: the default (15 s). */
  connectTimeout: number | undefined;
  /** Start-up parameters sent to the server: `options`, `search_path`, … */
  parameters: Readonly<Record<string, string>>;
  /** All servers, where there are several; the connection's own fields are those of the first, or of the one that answered. */
  servers?: readonly Server[] | undefined;
  /** Which of the servers will do; undefined: any. */
  sessionAttributes?: SessionAttributes | undefined;
  /** Whether the servers are tried in random order. */
  balances?: boolean | undefined;
  /** libpq's require_auth. */
  authentication?: string | undefined;
  /** libpq's options as they were given, of which psql's `\\connect` changes some. */
  conninfo?: ReadonlyMap<string, string> | undefined;
}

/** Why a database was chosen; the first line of every command's output says it. */
export type TargetOrigin =
  | "--url"
  | "DATABASE_URL"
  | "drizzle.config.ts"
  | "dbfirst.config.ts"
  | "embedded"
  | "shadow";

/** A database that a command works on. */
export interface Target {
  settings: ConnectionSettings;
  origin: TargetOrigin;
}

/** The port of a server of which none is told. */
export const defaultPort = 5432;

/** libpq's rule: a host that begins with a slash (or `@`, the abstract namespace) is a folder of Unix sockets. */
export function isSocketFolder(host: string): boolean {
  return host.startsWith("/") || host.startsWith("@");
}

/** Whether the server is reached by a Unix socket; an address of its own goes before the folder. */
export function usesSocket({
  host,
  address,
}: Pick<ConnectionSettings, "host" | "address">): boolean {
  return address === undefined && isSocketFolder(host);
}

/** The socket file in a folder of Unix sockets. */
export function socketPath(settings: Pick<ConnectionSettings, "host" | "port">): string {
  const file = `${settings.host}/.s.PGSQL.${settings.port}`;
  return file.startsWith("@") ? `\0${file.slice(1)}` : file;
}
