import {
  chownSync,
  existsSync,
  mkdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { ownedFolder } from "../../src/postgres/owned-folder.ts";
import { projectFolder } from "../support/project-folder.ts";
import { runProgram } from "../support/run-program.ts";

/** A process of its own that makes a folder; `kill` ends it without its noticing. */
async function makeElsewhere(tmp: string, ...argv: string[]) {
  const { child, line, ended } = runProgram("postgres/programs/scratch-folder.ts", tmp, ...argv);
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { folder: await line(), kill };
}

test("a folder stays as long as its process, and goes with the next process after it was killed", async () => {
  const tmp = await projectFolder();
  const killed = await makeElsewhere(tmp, "pull");
  const alive = await makeElsewhere(tmp, "pull");
  expect(basename(killed.folder)).toMatch(
    /^dbfirst-pull-[0-9a-z]+-[0-9a-z]+-[0-9a-f]{8}-[0-9a-f]{6}$/,
  );
  expect(statSync(killed.folder).mode & 0o777).toBe(0o700);
  mkdirSync(join(killed.folder, "part-0"));
  writeFileSync(join(killed.folder, "part-0", "schema.ts"), "");
  await killed.kill();
  expect(existsSync(killed.folder)).toBe(true);
  const next = await makeElsewhere(tmp, "kit");
  expect(existsSync(killed.folder)).toBe(false);
  for (const { folder } of [alive, next]) expect(existsSync(folder)).toBe(true);
});

test("beside a stem, only what has that stem goes", async () => {
  const tmp = await projectFolder();
  const stem = join(tmp, ".schemas(1)+-check");
  const killed = await makeElsewhere(tmp, "", stem);
  const other = await makeElsewhere(tmp, "", join(tmp, ".schemas(1)+-new"));
  await killed.kill();
  await other.kill();
  const folder = ownedFolder(stem);
  expect(existsSync(folder)).toBe(true);
  expect(existsSync(killed.folder)).toBe(false);
  expect(existsSync(other.folder)).toBe(true);
});

test("what isn't a folder of ours, or is perhaps another container's, is left alone", async () => {
  const tmp = await projectFolder();
  const killed = await makeElsewhere(tmp, "pull");
  await killed.kill();
  const [, token = ""] = /^dbfirst-pull-(.+)-[0-9a-f]{6}$/.exec(basename(killed.folder)) ?? [];
  const at = (name: string) => join(tmp, name);
  const elsewhere = token.replace(/-[0-9a-z]+-/, "-otherspace-");
  const kept = [
    at(`dbfirst-pull-${token}-0000001`),
    at(`dbfirst-${token}-000000`),
    at(`dbfirst-pull-${token}`),
    at(`dbfirst-pull-${elsewhere}-000001`),
    at("dbfirst-pull-AbCdEf"),
  ];
  for (const folder of kept) mkdirSync(folder);
  const old = at(`dbfirst-pull-${elsewhere}-000002`);
  mkdirSync(old);
  const twoDaysAgo = new Date(Date.now() - 48 * 3_600_000);
  utimesSync(old, twoDaysAgo, twoDaysAgo);
  writeFileSync(at(`dbfirst-pull-${token}-000003`), "a file");
  symlinkSync(kept[0]!, at(`dbfirst-pull-${token}-000004`));
  kept.push(at(`dbfirst-pull-${token}-000003`), at(`dbfirst-pull-${token}-000004`));
  if (process.getuid?.() === 0) {
    const foreign = at(`dbfirst-pull-${token}-000005`);
    mkdirSync(foreign);
    chownSync(foreign, 65_534, 65_534);
    kept.push(foreign);
  }
  await makeElsewhere(tmp, "tool");
  expect(existsSync(killed.folder)).toBe(false);
  expect(existsSync(old)).toBe(false);
  expect(kept.filter((path) => !existsSync(path))).toEqual([]);
});
