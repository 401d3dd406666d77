import { userInfo } from "node:os";

import type { ConnectionSettings, SslMode } from "../postgres/settings.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The connection that libpq's environment variables name (PostgreSQL manual, "Environment Variables"). */
export function settingsFromEnvironment(env: Environment): ConnectionSettings {
  const user = env["PGUSER"] || osUser();
  return {
    host: env["PGHOST"] || env["PGHOSTADDR"] || "localhost",
    port: Number(env["PGPORT"] || 5432),
    user,
    password: env["PGPASSWORD"],
    database: defaultDatabase(env, user),
    ssl: {
      mode: (env["PGSSLMODE"] || "prefer") as SslMode,
      rootCert: env["PGSSLROOTCERT"],
      cert: env["PGSSLCERT"],
      key: env["PGSSLKEY"],
    },
    connectTimeout:
      env["PGCONNECT_TIMEOUT"] === undefined ? undefined : Number(env["PGCONNECT_TIMEOUT"]),
    parameters: parametersFromEnvironment(env),
  };
}

/** A database that nobody names is called as the user, whoever named that. */
export function defaultDatabase(env: Environment, user: string): string {
  return env["PGDATABASE"] || user;
}

/** The variables that name a server, and the database and the user there. */
export function environmentOf(settings: ConnectionSettings): Record<string, string> {
  const { host, port, user, database } = settings;
  return { PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database };
}

function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A numeric uid without an entry in /etc/passwd, as containers have.
    return "postgres";
  }
}

/** Start-up parameters that libpq takes from the environment; what the settings say goes before. */
export function parametersFromEnvironment(env: Environment): Record<string, string> {
  const names = {
    PGOPTIONS: "options",
    PGDATESTYLE: "datestyle",
    PGTZ: "timezone",
    PGGEQO: "geqo",
    PGCLIENTENCODING: "client_encoding",
    PGAPPNAME: "application_name",
  };
  const parameters: Record<string, string> = {};
  for (const [variable, parameter] of Object.entries(names)) {
    const value = env[variable];
    if (value !== undefined && value !== "") parameters[parameter] = value;
  }
  return parameters;
}
