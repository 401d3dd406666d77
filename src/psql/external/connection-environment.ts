import { DbfirstError } from "../../errors.ts";
import type { ConnectionSettings, Server } from "../../postgres/settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Start-up parameters that libpq has variables for. */
const VARIABLES: Readonly<Record<string, string>> = {
  application_name: "PGAPPNAME",
  client_encoding: "PGCLIENTENCODING",
  datestyle: "PGDATESTYLE",
  timezone: "PGTZ",
  geqo: "PGGEQO",
};

/**
 * The environment for a psql that connects as these settings say, and in no other way: nothing of the connection stands
 * in its arguments, which everybody on the machine can read, and no other variable, service or password file has a say.
 *
 * @throws DbfirstError PSQL_UNSUITABLE for TLS settings that only Node understands.
 */
export function connectionEnvironment(
  settings: ConnectionSettings,
  env: Environment,
): Record<string, string | undefined> {
  const { ssl } = settings;
  if (ssl.node !== undefined)
    throw new DbfirstError(
      "PSQL_UNSUITABLE",
      "The `ssl` object of drizzle.config.ts holds options of Node's that psql doesn't have",
      {
        hint: "Name the database by a URL with sslmode and sslrootcert, or use the built-in executor.",
      },
    );
  if (settings.authentication !== undefined)
    throw new DbfirstError("PSQL_UNSUITABLE", "require_auth isn't known to every psql", {
      hint: "Leave it out, or use the built-in executor.",
    });
  const servers: readonly Server[] = settings.servers ?? [settings];
  const isFromFile = settings.passwordFile !== undefined;
  const result: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(env)) if (!/^PG/i.test(name)) result[name] = value;
  const options: string[] = [];
  for (const [name, value] of Object.entries(settings.parameters)) {
    const variable = VARIABLES[name.toLowerCase()];
    if (variable !== undefined) result[variable] = value;
    else if (name === "options") options.unshift(value);
    else options.push(`-c ${name}=${value.replaceAll(/[\\\s]/g, "\\$&")}`);
  }
  return {
    ...result,
    PGHOST: servers.map(({ host }) => host).join(","),
    PGHOSTADDR: servers.some(({ address }) => address !== undefined)
      ? servers.map(({ address = "" }) => address).join(",")
      : undefined,
    PGPORT: servers.map(({ port }) => port).join(","),
    PGTARGETSESSIONATTRS: settings.sessionAttributes,
    PGUSER: settings.user,
    PGPASSWORD: isFromFile ? undefined : settings.password,
    // Or one that isn't there, so that ~/.pgpass isn't asked.
    PGPASSFILE: isFromFile ? settings.passwordFile : "/nonexistent/pgpass",
    PGDATABASE: settings.database,
    PGSSLMODE: ssl.mode,
    PGSSLROOTCERT: ssl.rootCert,
    PGSSLCERT: ssl.cert,
    PGSSLKEY: ssl.key,
    PGSSLCRL: ssl.crl,
    PGGSSENCMODE: "disable",
    PGCONNECT_TIMEOUT:
      settings.connectTimeout === undefined ? undefined : String(settings.connectTimeout),
    PGOPTIONS: options.length === 0 ? undefined : options.join(" "),
  };
}
