import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { dataFolder } from "../../src/postgres/embedded/data-folder.ts";
import { packageVersions } from "../../src/postgres/embedded/install-command.ts";
import { startEmbedded } from "../../src/postgres/embedded/server.ts";
import { createShadow } from "../../src/postgres/shadow.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { projectFolder } from "../support/project-folder.ts";

const searchFolders = [majorsFolder, process.cwd()];

describe.each(Object.keys(packageVersions).map(Number))("PostgreSQL %i", (major) => {
  test("runs as a shadow that orders text as every other major does", async () => {
    const shadow = await createShadow({ projectDir: process.cwd(), major, searchFolders });
    onTestFinished(() => shadow.dispose());
    const sql = await connect(await shadow.createDatabase());
    const [row] = await sql`
      SELECT current_setting('server_version_num')::int / 10000 AS major,
             (SELECT array_agg(x ORDER BY x) FROM unnest(ARRAY['b', 'B', 'ä', 'a_', 'aZ', '10', '9']) x) AS sorted`;
    await sql.end();
    expect(row).toEqual({ major, sorted: ["10", "9", "B", "aZ", "a_", "b", "ä"] });
  });

  test("runs as a project's server", async () => {
    const projectDir = await projectFolder();
    const server = await startEmbedded({ projectDir, major, searchFolders });
    const sql = await connect(server.settings);
    const [row] =
      await sql`SELECT current_database() AS name, current_setting('server_version_num')::int / 10000 AS major`;
    await sql.end();
    const other = startEmbedded({ projectDir, major: major === 17 ? 16 : 17, searchFolders });
    await expect(other).rejects.toMatchObject({ code: "EMBEDDED_OTHER_MAJOR" });
    await server.stop();
    // Root's are outside the project.
    await rm(dataFolder(projectDir, major), { recursive: true });
    await rm(`${dataFolder(projectDir, major)}.project`, { force: true });
    expect(row).toEqual({ name: "app", major });
  });
});

test("two majors of one project share a URL, also after it was deleted", async () => {
  const projectDir = await projectFolder();
  const ask = async (major: number) => {
    const server = await startEmbedded({ projectDir, major, searchFolders });
    const sql = await connect(server.settings);
    const [row] = await sql<{ major: number }[]>`
      SELECT current_setting('server_version_num')::int / 10000 AS major`;
    await sql.end();
    await server.stop();
    return row?.major;
  };
  onTestFinished(async () => {
    for (const major of [16, 17]) {
      await rm(dataFolder(projectDir, major), { recursive: true });
      await rm(`${dataFolder(projectDir, major)}.project`, { force: true });
    }
  });
  expect(await ask(16)).toBe(16);
  expect(await ask(17)).toBe(17);
  await rm(join(projectDir, ".dbfirst", "url"));
  expect(await ask(17)).toBe(17);
  expect(await ask(16)).toBe(16);
});
