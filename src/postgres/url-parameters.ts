import { UsageError } from "../errors.ts";
import { quoteIdentifier } from "./quote.ts";
import type { SessionAttributes, SslMode, SslSettings } from "./settings.ts";

/** What the query part of a connection URL says. */
export interface UrlParameters {
  /** Several, separated by commas, are tried in turn. */
  host?: string;
  /** Dialled in place of the host. */
  address?: string;
  port?: string;
  user?: string;
  password?: string;
  database?: string;
  connectTimeout: number | undefined;
  passwordFile?: string;
  sessionAttributes?: SessionAttributes;
  balances?: boolean;
  ssl: SslSettings;
  startUp: Readonly<Record<string, string>>;
}

const sslModes: readonly string[] = [
  "disable",
  "allow",
  "prefer",
  "require",
  "verify-ca",
  "verify-full",
];

/**
 * Accepted and without effect here: TCP details that Node's defaults cover, and what connection pools and other
 * clients add to the URL for themselves. One connection without named prepared statements suits every pool.
 */
const ignored = new Set([
  "client_encoding",
  "connection_limit",
  "fallback_application_name",
  "gssdelegation",
  "keepalives",
  "keepalives_count",
  "keepalives_idle",
  "keepalives_interval",
  "max",
  "pgbouncer",
  "pool_timeout",
  "prepare",
  "socket_timeout",
  "sslnegotiation",
  "sslsni",
  "statement_cache_size",
  "supa",
  "tcp_user_timeout",
  "uselibpqcompat",
  "workaround",
]);

/** These change whom we trust or how; to pass over them in silence would be a hole. */
const refused =
  /^(?:ssl|gss|krb|require|channel|pass|servicefile|scram|oauth|min_protocol|max_protocol)/u;

/**
 * Reads the parameters of a connection URL. libpq's own are understood, those of pools and other clients
 * (`pgbouncer`, `connection_limit`, …) have no effect, `schema` (Prisma's) sets `search_path`, and every other name goes
 * to the server as a start-up setting: `?search_path=app&statement_timeout=5s`. A misspelt one is refused by the server.
 *
 * @throws UsageError, without values.
 */
export function readUrlParameters(pairs: readonly (readonly [string, string])[]): UrlParameters {
  const given = new Map(pairs);
  const take = (name: string): string | undefined => {
    const value = given.get(name);
    given.delete(name);
    return value === "" ? undefined : value;
  };

  const result: UrlParameters = {
    connectTimeout: parseTimeout(take("connect_timeout")),
    ssl: takeSsl(take),
    startUp: {},
  };
  for (const [name, key] of [
    ["host", "host"],
    ["hostaddr", "address"],
    ["passfile", "passwordFile"],
    ["port", "port"],
    ["user", "user"],
    ["password", "password"],
    ["dbname", "database"],
  ] as const) {
    const value = take(name);
    if (value !== undefined) result[key] = value;
  }
  const attributes = sessionAttributes(take("target_session_attrs"));
  if (attributes !== undefined) result.sessionAttributes = attributes;
  if (take("load_balance_hosts") === "random") result.balances = true;
  result.startUp = takeStartUp(take, given);
  return result;
}

function takeSsl(take: (name: string) => string | undefined): SslSettings {
  const rootCert = take("sslrootcert");
  const bound = take("channel_binding") === "require";
  // Prisma's name for whether the certificate is checked.
  const strict = take("sslaccept") === "strict";
  const requested = take("sslmode") ?? (take("ssl") === "true" ? "require" : undefined);
  take("ssl");
  if (requested !== undefined && !sslModes.includes(requested)) {
    throw new UsageError(
      `The database URL has an unknown sslmode; it is one of ${sslModes.join(", ")}.`,
    );
  }
  if (rootCert === "system" && requested !== undefined && requested !== "verify-full") {
    throw new UsageError("sslrootcert=system needs sslmode=verify-full.", {
      hint: "Any public authority could vouch for any host, so the host name must be checked too.",
    });
  }
  if (bound && requested === "disable") {
    throw new UsageError("channel_binding=require needs TLS, but the URL says sslmode=disable.", {
      hint: "Leave one of the two out.",
    });
  }
  // Channel binding proves who the server is. Our drivers can't bind, so we demand the same proof from its certificate.
  const verified = rootCert === "system" || ((bound || strict) && requested !== "verify-ca");
  const mode = verified ? "verify-full" : ((requested ?? "prefer") as SslMode);
  const cert = take("sslcert");
  const key = take("sslkey");
  const crl = take("sslcrl");
  const node = takeNodeTls(take);
  return {
    mode,
    ...(rootCert === undefined ? {} : { rootCert }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(crl === undefined ? {} : { crl }),
    ...(node === undefined ? {} : { node }),
  };
}

function takeNodeTls(take: (name: string) => string | undefined): SslSettings["node"] {
  const passphrase = take("sslpassword");
  const minVersion = takeTlsVersion(take("ssl_min_protocol_version"));
  const maxVersion = takeTlsVersion(take("ssl_max_protocol_version"));
  if (passphrase === undefined && minVersion === undefined && maxVersion === undefined)
    return undefined;
  return {
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(maxVersion === undefined ? {} : { maxVersion }),
  };
}

function takeTlsVersion(value: string | undefined): "TLSv1.2" | "TLSv1.3" | undefined {
  if (value === undefined || value === "TLSv1.2" || value === "TLSv1.3") return value;
  throw new UsageError("The database URL asks for a TLS version that isn't TLSv1.2 or TLSv1.3.");
}

function parseTimeout(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^-?\d{1,9}$/u.test(value)) {
    throw new UsageError("connect_timeout in the database URL isn't a whole number of seconds.");
  }
  return Math.max(0, Number(value));
}

function sessionAttributes(value: string | undefined): SessionAttributes | undefined {
  if (value === undefined || value === "any") return undefined;
  if (value === "read-write" || value === "primary") return value;
  throw new UsageError(
    `target_session_attrs=${value} asks for a server that can't be written to.`,
    {
      hint: "Say read-write or primary, or leave it out.",
    },
  );
}

function takeStartUp(
  take: (name: string) => string | undefined,
  given: ReadonlyMap<string, string>,
): Record<string, string> {
  const startUp: Record<string, string> = {};
  const schema = take("schema");
  if (schema !== undefined && schema !== "public") startUp["search_path"] = quoteIdentifier(schema);
  const gss = take("gssencmode");
  if (gss === "require")
    throw new UsageError("gssencmode=require in the database URL isn't supported.", {
      hint: "Leave it out; sslmode=verify-full encrypts the connection, too.",
    });
  for (const [name, value] of given) {
    if (ignored.has(name)) continue;
    if (refused.test(name) || !/^[a-z_][\w.]*$/iu.test(name)) {
      throw new UsageError(
        `The database URL's parameter ${JSON.stringify(name)} isn't supported.`,
        {
          hint: "Leave it out.",
        },
      );
    }
    if (value !== "") startUp[name] = value;
  }
  return startUp;
}
