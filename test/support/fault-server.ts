import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow } from "../../src/postgres/shadow.ts";

/** A server of one test file's own, which may be killed. */
export interface FaultServer {
  settings: ConnectionSettings;
  /** Ends the whole server at once, as `pg_ctl stop -m immediate` does. */
  stopImmediately(): Promise<void>;
  /** Kills the processes of sessions by SIGKILL. Resolves when the server has noticed, ends all its sessions, and starts again. */
  killSessions(applicationName: string): Promise<void>;
  /** Resolves when a session of this name runs a statement that sleeps, and has for a while. */
  untilBusy(applicationName: string): Promise<void>;
  /** Resolves when sessions can be opened again. */
  untilUp(): Promise<void>;
  query(sql: string): Promise<Record<string, unknown>[]>;
  dispose(): Promise<void>;
}

export async function startFaultServer(): Promise<FaultServer> {
  const shadow = await createShadow({ projectDir: process.cwd(), loopback: true });
  const { settings } = shadow;
  const query = async (sql: string): Promise<Record<string, unknown>[]> => {
    const session = await connect(settings, { applicationName: "fault test" });
    try {
      return [...(await session.unsafe(sql))];
    } finally {
      await session.end();
    }
  };
  const [row] = await query("select current_setting('data_directory') as folder");
  const pidFile = join(String(row?.["folder"]), "postmaster.pid");
  const activity = (applicationName: string, more = "") =>
    query(
      `select pid from pg_stat_activity where application_name = '${applicationName}' and state = 'active' ${more}`,
    );
  // A quick statement may be on its way for as long where the machine is busy.
  const asleep = "and wait_event = 'PgSleep' and clock_timestamp() - query_start > '20 ms'";
  return {
    settings,
    query,
    async stopImmediately() {
      const [pid] = (await readFile(pidFile, "utf8")).split("\n");
      process.kill(Number(pid), "SIGQUIT");
    },
    async killSessions(applicationName) {
      const witness = await connect(settings, { applicationName: "fault test" });
      for (const { pid } of await activity(applicationName)) process.kill(Number(pid), "SIGKILL");
      while (await witness`select 1`.catch(() => undefined)) await pause();
      await witness.end();
    },
    async untilBusy(applicationName) {
      while ((await activity(applicationName, asleep)).length === 0) await pause();
    },
    async untilUp() {
      for (;;) {
        try {
          await query("select 1");
          return;
        } catch {
          await pause();
        }
      }
    },
    dispose: () => shadow.dispose(),
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
