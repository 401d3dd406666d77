import { formatUrl, hostForOthers } from "../postgres/format-url.ts";
import { isSocketFolder, type ConnectionSettings } from "../postgres/settings.ts";

/** Variables of a process by their names; undefined where one is taken away. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A host that no network has: a program that takes its connection from somewhere else fails, and says this name. */
const nowhere = "not-set-by-dbfirst.invalid";

const postgresUrl = /^(?:jdbc:)?postgres(?:ql)?(?:\+\w+)?:\/\//i;
/** What libpq and the drivers that follow it read on their own. */
const libpqVariable = /^PG[A-Z]+$/;
const hostVariable = /^(?:DB|DATABASE|POSTGRES|POSTGRESQL|PG|SQL)_?(?:HOST|HOSTNAME|SERVER)$/;

/**
 * The environment for a program that migrates: the chosen database under `DATABASE_URL` and libpq's `PG…` variables, and
 * under what the configuration names. Whatever else names a PostgreSQL server leads nowhere, so that it can't migrate
 * another database by mistake. `NODE_TLS_REJECT_UNAUTHORIZED` isn't passed on.
 *
 * @param own the variables of the configuration, with places such as `{url}`.
 */
export function toolEnvironment(
  env: Environment,
  settings: ConnectionSettings,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || libpqVariable.test(name)) continue;
    if (name === "NODE_TLS_REJECT_UNAUTHORIZED") continue;
    if (postgresUrl.test(value)) kept[name] = `${postgresUrl.exec(value)![0]}${nowhere}/nowhere`;
    else kept[name] = hostVariable.test(name) ? nowhere : value;
  }
  const filled = Object.entries(own).map(([name, text]) => [name, fillPlaces(text, settings)]);
  return {
    ...kept,
    DATABASE_URL: formatUrl(settings),
    ...libpqVariables(settings),
    ...Object.fromEntries(filled),
  };
}

/** https://www.postgresql.org/docs/current/libpq-envars.html */
function libpqVariables({
  port,
  user,
  password,
  database,
  ssl,
  parameters,
  ...server
}: ConnectionSettings): Record<string, string> {
  const host = hostForOthers({ ...server, ssl });
  const values = {
    PGHOST: host,
    // A certificate is for the name, and the name may lead elsewhere.
    PGHOSTADDR: server.address === host ? undefined : server.address,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: database,
    PGSSLMODE: isSocketFolder(host) ? undefined : ssl.mode,
    PGSSLROOTCERT: ssl.rootCert,
    PGSSLCERT: ssl.cert,
    PGSSLKEY: ssl.key,
    // Not in the URL: drivers that don't know it would take it for a setting of the server's.
    PGSSLCRL: ssl.crl,
    PGOPTIONS: parameters["options"],
  };
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

const parts = ["host", "port", "user", "password", "database", "sslmode"] as const;
const place = /\{(\w+)(?::([\w+.:-]+))?\}/g;

/** Puts the parts of the connection into a text: `{url}`, `{url:SCHEME}`, `{host}` … */
function fillPlaces(text: string, settings: ConnectionSettings): string {
  return text.replaceAll(place, (whole, name: string, scheme: string | undefined) => {
    if (name === "url") {
      const url = formatUrl(settings);
      return scheme === undefined ? url : `${scheme}${url.slice(url.indexOf("://"))}`;
    }
    switch (name as (typeof parts)[number]) {
      case "host":
        return hostForOthers(settings);
      case "port":
        return String(settings.port);
      case "user":
        return settings.user;
      case "password":
        return settings.password ?? "";
      case "database":
        return settings.database;
      case "sslmode":
        return settings.ssl.mode;
      default:
        return whole;
    }
  });
}
