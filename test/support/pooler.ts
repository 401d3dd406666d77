import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { findFreePort } from "../../src/postgres/embedded/port.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { waitForDatabase } from "../../src/postgres/wait.ts";

/** Debian's `nobody`, as whom PgBouncer runs: it refuses root. */
const nobody = 65534;

/** A real PgBouncer before a database. */
export interface Pooler {
  /** The database, through it. */
  settings: ConnectionSettings;
  dispose(): Promise<void>;
}

export async function startPooler(
  database: ConnectionSettings,
  mode: "transaction" | "session",
): Promise<Pooler> {
  const { host, port, user, password, database: name } = database;
  const folder = await mkdtemp(join(tmpdir(), "dbfirst-pooler-"));
  await chmod(folder, 0o755);
  const listen = await findFreePort(folder);
  const config = join(folder, "pgbouncer.ini");
  await writeFile(
    config,
    `[databases]
${name} = host=${host} port=${port} dbname=${name} user=${user} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listen}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
`,
  );
  await chown(config, nobody, nobody);
  const asRoot = process.getuid?.() === 0;
  const child = execa("pgbouncer", [config], {
    ...(asRoot && { uid: nobody, gid: nobody }),
    env: { PATH: `${process.env["PATH"]}:/usr/sbin` },
    reject: false,
  });
  const settings = { ...database, host: "127.0.0.1", port: listen };
  const dispose = async () => {
    child.kill("SIGKILL");
    await child;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitForDatabase(settings, { timeoutSeconds: 100 });
  } catch (error) {
    await dispose();
    throw error;
  }
  return { settings, dispose };
}
