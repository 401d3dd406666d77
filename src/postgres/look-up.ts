import { passwordFile, passwordFromFile } from "./conninfo/password-file.ts";
import type { Surroundings } from "./conninfo/surroundings.ts";
import type { ConnectionSettings, Server } from "./settings.ts";

/**
 * Adds the password that isn't given: PGPASSWORD, else what the password file has for each server. Libpq's rules:
 * https://www.postgresql.org/docs/current/libpq-pgpass.html.
 *
 * @param named the file, where it isn't PGPASSFILE or `~/.pgpass`.
 */
export function withPassword(
  settings: ConnectionSettings,
  around: Surroundings,
  named?: string | undefined,
): ConnectionSettings {
  const { env } = around;
  if (settings.password !== undefined) return settings;
  if (env["PGPASSWORD"]) return { ...settings, password: env["PGPASSWORD"] };
  const file = passwordFile(named ?? env["PGPASSFILE"], env);
  if (file === undefined) return settings;
  const { user, database } = settings;
  const lookUp = <T extends Server>(server: T): T => {
    const login = { host: server.host, port: String(server.port), database, user };
    const password = passwordFromFile(file, login, around);
    return password === undefined ? server : { ...server, password, passwordFile: file };
  };
  if (settings.servers === undefined) return lookUp(settings);
  const servers = settings.servers.map(lookUp);
  return { ...settings, ...servers[0], password: servers[0]?.password, servers };
}
