import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { projectFolder } from "../../support/project-folder.ts";

const DEBIAN = "/usr/lib/postgresql/15/bin";

test.skipIf(!existsSync(DEBIAN)).each([
  ["while a script runs", "running"],
  ["while its first server starts", "data/postgresql.conf"],
])("pnpm regress:psql that is told to end %s leaves no server behind", async (_, sign) => {
  const source = await projectFolder({
    "src/test/regress/parallel_schedule": "test: slow\n",
    "src/test/regress/sql/slow.sql":
      "copy (select 1) to program 'touch running';\nselect pg_sleep(60);\n",
    "contrib/README": "",
    "src/pl/README": "",
    "src/test/modules/README": "",
    "temporary/README": "",
  });
  const temporary = join(source, "temporary");
  // The servers may run as another user.
  for (const folder of [source, temporary]) chmodSync(folder, 0o755);
  // The other side ends at once: the real psql takes no option of ours.
  const child = execa(
    process.execPath,
    ["--import", "tsx", "scripts/regress-psql.ts", source, "--command", "psql"],
    { env: { TMPDIR: temporary }, reject: false, timeout: 120_000, forceKillAfterDelay: false },
  );
  const seen = (): string[] =>
    readdirSync(temporary, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(sign),
    );
  await expect.poll(() => seen().length, { timeout: 90_000 }).toBeGreaterThan(0);
  const servers = readdirSync(temporary, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("postmaster.pid"))
    .map((file) => Number(readFileSync(join(temporary, file), "utf8").split("\n")[0]));
  child.kill("SIGTERM");
  expect((await child).exitCode).toBe(143);
  // A server removes the file that pg_ctl waits for before it is gone itself.
  const left = (): number[] => servers.filter((server) => existsSync(`/proc/${server}`));
  await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  expect(readdirSync(temporary).filter((name) => name.startsWith("dbfirst-"))).toEqual([]);
});
