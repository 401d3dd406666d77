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
  /** Node's own options, for a drizzle.config.ts that passes `ssl: { … }`. */
  node?: TlsOptions | undefined;
}

/** Everything that is needed to open a connection: the parsed form of a connection URL. */
export interface ConnectionSettings {
  /** Host name or address; a path (`/run/postgresql`) means a Unix socket in that folder. */
  host: string;
  port: number;
  user: string;
  password: string | undefined;
  database: string;
  ssl: SslSettings;
  /** Seconds, as libpq's connect_timeout. 0 or undefined: the default (15 s). */
  connectTimeout: number | undefined;
  /** Start-up parameters sent to the server: `options`, `search_path`, … */
  parameters: Readonly<Record<string, string>>;
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

export const defaultPort = 5432;

/** libpq's rule: a host that begins with a slash (or `@`, the abstract namespace) is a folder of Unix sockets. */
export function isSocketFolder(host: string): boolean {
  return host.startsWith("/") || host.startsWith("@");
}

/** The socket file in a folder of Unix sockets. */
export function socketPath(settings: Pick<ConnectionSettings, "host" | "port">): string {
  const file = `${settings.host}/.s.PGSQL.${settings.port}`;
  return file.startsWith("@") ? `\0${file.slice(1)}` : file;
}
