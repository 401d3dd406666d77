import { appendFileSync, chmodSync, chownSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { serverIdentity } from "../../../src/postgres/embedded/identity.ts";
import { findFreePort } from "../../../src/postgres/embedded/port.ts";

/** A throw-away server of the installed PostgreSQL, which writes down every statement that it gets. */
export interface Cluster {
  folder: string;
  /** What a client needs to reach it. */
  env: Record<string, string>;
  /** Runs one of PostgreSQL's programs on it. Resolves to its standard output. */
  run(program: string, ...argv: string[]): Promise<string>;
  /** What each application sent, in order, by the application's name. Stops the server: it is for the end. */
  statements(): Promise<Map<string, string[]>>;
  remove(): Promise<void>;
}

const SETTINGS = `
fsync = off
full_page_writes = off
synchronous_commit = off
autovacuum = off
wal_level = logical
max_prepared_transactions = 10
max_worker_processes = 16
log_destination = 'jsonlog'
logging_collector = on
log_directory = '..'
log_filename = 'log'
log_rotation_size = 0
log_statement = 'all'
log_min_messages = 'log'
log_min_error_statement = 'panic'
`;

/**
 * @param bin the folder of initdb and pg_ctl
 * @param signal ends the programs that `run` has under way; what was started is for the caller to remove all the same
 */
export async function startCluster(
  bin: string,
  folder: string,
  signal: AbortSignal,
): Promise<Cluster> {
  const identity = serverIdentity();
  mkdirSync(folder, { recursive: true });
  // Scripts have the server read and write files here.
  chmodSync(folder, 0o777);
  if (identity !== undefined) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, "data");
  const asServer = { ...identity, cwd: folder, env: { LC_ALL: "C.UTF-8" } };
  await execa(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"],
    asServer,
  );
  const port = await findFreePort(folder);
  appendFileSync(
    join(data, "postgresql.conf"),
    `${SETTINGS}port = ${port}\nunix_socket_directories = ''\n`,
  );
  const stop = () =>
    execa(join(bin, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"], {
      ...asServer,
      reject: false,
    });
  try {
    signal.throwIfAborted();
    await execa(
      join(bin, "pg_ctl"),
      ["-D", data, "-l", join(folder, "start.log"), "-w", "start"],
      // The server keeps what it inherits open.
      { ...asServer, stdio: "ignore" },
    );
    signal.throwIfAborted();
  } catch (error) {
    // It may have come up all the same, or a terminal's Ctrl-C have ended pg_ctl while it waited.
    await stop();
    throw error;
  }
  const env = {
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    LC_ALL: "C.UTF-8",
    PGHOST: "127.0.0.1",
    PGPORT: String(port),
    PGUSER: "postgres",
    PGSSLMODE: "disable",
  };
  return {
    folder,
    env,
    async run(program, ...argv) {
      const { stdout } = await execa(join(bin, program), argv, {
        env,
        extendEnv: false,
        cancelSignal: signal,
      });
      return stdout;
    },
    async statements() {
      await stop();
      return byApplication(readFileSync(join(folder, "log.json"), "utf8"));
    },
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** psql asks for libpq's functions for large objects and calls them by the fast path; the engine calls them in SQL. */
const LARGE_OBJECTS =
  /^statement: (?:select proname, oid from pg_catalog\.pg_proc|SELECT pg_catalog\.(?:lo_|encode\(pg_catalog\.lo_))/;

function byApplication(log: string): Map<string, string[]> {
  const statements = new Map<string, string[]>();
  for (const line of log.split("\n")) {
    if (line === "") continue;
    const { application_name: application = "", message = "" } = JSON.parse(line) as {
      application_name?: string;
      message?: string;
    };
    if (!/^(?:statement|execute [^:]*): /.test(message) || LARGE_OBJECTS.test(message)) continue;
    const sent = statements.get(application) ?? [];
    sent.push(message);
    statements.set(application, sent);
  }
  return statements;
}
