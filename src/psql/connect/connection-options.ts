import { withDefaults } from "../../postgres/conninfo/defaults.ts";
import type { Conninfo } from "../../postgres/conninfo/keywords.ts";
import { settingsOf } from "../../postgres/conninfo/settings-of.ts";
import type { Surroundings } from "../../postgres/conninfo/surroundings.ts";
import type { ConnectionSettings, Server } from "../../postgres/settings.ts";
import { sessionParameters } from "./environment.ts";

/**
 * The connection that libpq makes of these options; what they leave out is as a service, libpq's environment variables
 * and its defaults say.
 *
 * @throws UsageError in libpq's words
 */
export function connectionIn(given: Conninfo, around: Surroundings): ConnectionSettings {
  const settings = settingsOf(withDefaults(given, around), around);
  return {
    ...settings,
    parameters: { ...settings.parameters, ...sessionParameters(around.env) },
  };
}

/**
 * The connection as it was before, with some options changed.
 *
 * @throws UsageError in libpq's words
 */
export function changedConnection(
  before: ConnectionSettings,
  changes: ReadonlyMap<string, string | undefined>,
  around: Surroundings,
): ConnectionSettings {
  const options = optionsOf(before);
  for (const [keyword, value] of changes)
    if (value) options.set(keyword, value);
    else options.delete(keyword);
  // What came from elsewhere than libpq's options has no say in what they leave out.
  const isComplete = before.conninfo === undefined;
  const settings = settingsOf(isComplete ? options : withDefaults(options, around), around);
  // What has no form in libpq's options: Node's own, and those of URLs in other clients' manner.
  const keepsTls = isComplete && ![...changes.keys()].some(isAboutTls);
  return {
    ...settings,
    ssl: keepsTls ? before.ssl : settings.ssl,
    parameters: {
      ...before.parameters,
      ...settings.parameters,
      ...sessionParameters(around.env),
    },
  };
}

const isAboutTls = (keyword: string): boolean => /^ssl|^channel_binding$/.test(keyword);

/** The connection as libpq's options. */
export function optionsOf(settings: ConnectionSettings): Conninfo {
  if (settings.conninfo !== undefined) return new Map(settings.conninfo);
  const { ssl, parameters } = settings;
  const servers: readonly Server[] = settings.servers ?? [settings];
  const hasAddresses = servers.some(({ address }) => address !== undefined);
  const options = {
    host: servers.map(({ host }) => host).join(","),
    hostaddr: hasAddresses ? servers.map(({ address = "" }) => address).join(",") : undefined,
    port: servers.map(({ port }) => port).join(","),
    user: settings.user,
    dbname: settings.database,
    password: settings.passwordFile === undefined ? settings.password : undefined,
    passfile: settings.passwordFile,
    sslmode: ssl.mode,
    sslrootcert: ssl.rootCert,
    sslcert: ssl.cert,
    sslkey: ssl.key,
    sslcrl: ssl.crl,
    connect_timeout: settings.connectTimeout?.toString(),
    target_session_attrs: settings.sessionAttributes,
    require_auth: settings.authentication,
    options: parameters["options"],
    application_name: parameters["application_name"],
    client_encoding: parameters["client_encoding"],
    replication: parameters["replication"],
  };
  return new Map(
    Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
