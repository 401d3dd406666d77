import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { measure } from "../../src/backup/checksum.ts";
import { copyData } from "../../src/backup/copy-data.ts";
import { connect } from "../../src/postgres/connect.ts";
import { dataFolder } from "../../src/postgres/embedded/data-folder.ts";
import { defaultMajor } from "../../src/postgres/embedded/install-command.ts";
import { replaceData } from "../../src/postgres/embedded/replace-data.ts";
import { startEmbedded, stopEmbedded } from "../../src/postgres/embedded/server.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { projectFolder } from "../support/project-folder.ts";

/** A project whose embedded server runs until the test is over. */
async function embedded() {
  const projectDir = await projectFolder();
  chmodSync(projectDir, 0o755);
  // The run's own server made the template already.
  mkdirSync(join(projectDir, ".dbfirst"));
  symlinkSync(join(process.cwd(), ".dbfirst", "cache"), join(projectDir, ".dbfirst", "cache"));
  const options = { projectDir, searchFolders: [process.cwd()] };
  const server = await startEmbedded(options);
  onTestFinished(async () => {
    await stopEmbedded(options);
  });
  return { options, server, folder: join(projectDir, "copy") };
}

async function run(settings: ConnectionSettings, text: string) {
  const sql = await connect(settings);
  try {
    return [...(await sql.unsafe<Record<string, unknown>[]>(text))];
  } finally {
    await sql.end();
  }
}

const count = "select count(*)::int as count, coalesce(sum(n), 0)::int as sum from t";

describe("a copy of the embedded server's data", { timeout: 120_000 }, () => {
  it("is taken while somebody writes, is whole, and comes back, for another project too", async () => {
    const { options, server, folder } = await embedded();
    await run(server.settings, "create table t (n int primary key, balance int default 0)");
    // Each transaction leaves the number of rows even.
    const writer = await connect(server.settings);
    const end = new AbortController();
    const writing = (async () => {
      for (let n = 0; !end.signal.aborted; n += 2)
        await writer.unsafe(
          `insert into t values (${n}), (${n + 1})${n % 100 === 0 ? "; checkpoint" : ""}`,
        );
    })();
    await run(server.settings, "insert into t select -n, 0 from generate_series(1, 20000) n");
    await copyData({ settings: server.settings, serverMajor: defaultMajor, folder });
    end.abort();
    await writing;
    await writer.end();
    expect(existsSync(join(folder, "postmaster.pid"))).toBe(false);
    const before = await measure(folder);

    await run(server.settings, "drop table t");
    await replaceData({ ...options, major: defaultMajor, source: folder });
    const [row] = await run(server.settings, count);
    expect(row!["count"]).toBeGreaterThanOrEqual(20_000);
    expect((row!["count"] as number) % 2).toBe(0);
    expect(await measure(folder)).toEqual(before);

    const other = await embedded();
    await replaceData({ ...other.options, major: defaultMajor, source: folder });
    expect(await run(other.server.settings, count)).toEqual([row]);
    const data = dataFolder(options.projectDir, defaultMajor);
    expect(readdirSync(join(data, "..")).filter((name) => /\.(old|restored)$/.test(name))).toEqual(
      [],
    );
  });

  it("doesn't replace the data of a server that others use", async () => {
    const { options, server, folder } = await embedded();
    await run(server.settings, "create table t as select 1 as n");
    await copyData({ settings: server.settings, serverMajor: defaultMajor, folder });
    await startEmbedded({ ...options, keepRunning: true });
    await run(server.settings, "insert into t values (2)");
    await expect(
      replaceData({ ...options, major: defaultMajor, source: folder }),
    ).rejects.toMatchObject({ code: "EMBEDDED_BUSY" });
    expect(await run(server.settings, count)).toEqual([{ count: 2, sum: 3 }]);
  });

  it("leaves the data as it was where the copy can't be started", async () => {
    const { options, server, folder } = await embedded();
    await run(server.settings, "create table t as select 1 as n");
    await copyData({ settings: server.settings, serverMajor: defaultMajor, folder });
    writeFileSync(join(folder, "global", "pg_control"), "not a control file");
    await run(server.settings, "insert into t values (2)");
    await expect(
      replaceData({ ...options, major: defaultMajor, source: folder }),
    ).rejects.toMatchObject({ code: "EMBEDDED_FAILED" });
    const again = await startEmbedded(options);
    expect(await run(again.settings, count)).toEqual([{ count: 2, sum: 3 }]);
  });

  it("isn't needed where a restore was killed half-way: the old data is found again", async () => {
    const { options, server } = await embedded();
    await run(server.settings, "create table t as select 1 as n");
    await stopEmbedded(options);
    const data = dataFolder(options.projectDir, defaultMajor);
    renameSync(data, `${data}.old`);
    const again = await startEmbedded(options);
    expect(await run(again.settings, count)).toEqual([{ count: 1, sum: 1 }]);
  });
});
