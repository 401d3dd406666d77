import type { ConnectionSettings } from "../../postgres/settings.ts";
import { sessionVariables } from "../../postgres/conninfo/keywords.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that name a server, and the database and the user there. */
export function environmentOf(settings: ConnectionSettings): Record<string, string> {
  const { host, port, user, database } = settings;
  return { PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database };
}

/** Start-up parameters that libpq takes from the environment, whatever else names the connection. */
export function sessionParameters(env: Environment): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [variable, parameter] of Object.entries(sessionVariables)) {
    const value = env[variable];
    if (value !== undefined && !/^default$/i.test(value)) parameters[parameter] = value;
  }
  return parameters;
}

/** The same, with those that libpq counts among the connection's options. */
export function parametersFromEnvironment(env: Environment): Record<string, string> {
  const names = {
    PGOPTIONS: "options",
    PGCLIENTENCODING: "client_encoding",
    PGAPPNAME: "application_name",
  };
  const parameters = sessionParameters(env);
  for (const [variable, parameter] of Object.entries(names)) {
    const value = env[variable];
    if (value !== undefined && value !== "") parameters[parameter] = value;
  }
  return parameters;
}
