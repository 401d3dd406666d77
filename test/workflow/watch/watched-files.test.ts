import { mkdir, rename, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { openFolderAlarm } from "../../../src/workflow/watch/folder-alarm.ts";
import {
  changesBetween,
  foldersOf,
  stampsOf,
  type Watched,
} from "../../../src/workflow/watch/watched-files.ts";
import { projectFolder } from "../../support/project-folder.ts";

const watched: Watched = {
  folders: [
    { path: "sql", deep: false, wanted: /^[^.].*\.sql$/i },
    { path: "deep", deep: true, wanted: /^[^.].*$/ },
  ],
  files: ["one.config.ts", "../outside.sql"],
};

test("a stamp changes with whatever an editor does, and with nothing else", async () => {
  const folder = await projectFolder({
    "sql/1.sql": "select 1;",
    "sql/sub/2.sql": "select 2;",
    "sql/notes.txt": "",
    "sql/.1.sql.swp": "",
    "deep/a/b/c.py": "",
    "deep/__pycache__/c.pyc": "",
    "deep/.git/HEAD": "",
    "other.sql": "",
  });
  const path = (name: string) => join(folder, name);
  let before = stampsOf(folder, watched);
  expect([...before.keys()]).toEqual(["sql/1.sql", "deep/a/b/c.py"]);
  const after = () => {
    const now = stampsOf(folder, watched);
    const changes = changesBetween(before, now).map(({ path: at, change }) => `${change} ${at}`);
    before = now;
    return changes;
  };
  expect(after()).toEqual([]);
  await writeFile(path("sql/1.sql"), "select 2;");
  expect(after()).toEqual(["changed sql/1.sql"]);
  // As editors save, and with the time of the file before.
  await writeFile(path("sql/new"), "select 3;");
  await utimes(path("sql/new"), 0, 0);
  await utimes(path("sql/1.sql"), 0, 0);
  expect(after()).toEqual(["changed sql/1.sql"]);
  await rename(path("sql/new"), path("sql/1.sql"));
  expect(after()).toEqual(["changed sql/1.sql"]);
  await rename(path("sql/1.sql"), path("sql/2.SQL"));
  expect(after()).toEqual(["removed sql/1.sql", "added sql/2.SQL"]);
  await writeFile(path("one.config.ts"), "");
  await rm(path("deep"), { recursive: true });
  expect(after()).toEqual(["removed deep/a/b/c.py", "added one.config.ts"]);
  await rm(path("sql"), { recursive: true });
  await writeFile(path("other.sql"), "changed");
  expect(after()).toEqual(["removed sql/2.SQL"]);
});

test("folders are those of the files, and all in deep ones", async () => {
  const folder = await projectFolder({
    "sql/sub/2.sql": "",
    "deep/a/b/c.py": "",
    "deep/node_modules/x": "",
  });
  const names = foldersOf(folder, watched).map((path) => path.slice(folder.length));
  expect(names).toEqual(
    ["", "", "/sql", "/deep", "/deep/a", "/deep/a/b"].map((name, index) =>
      index === 1 ? join(folder, "..").slice(folder.length) : name,
    ),
  );
});

test("the alarm rings for files that were replaced, and for folders that came back", async () => {
  const folder = await projectFolder({ "sql/1.sql": "" });
  const path = (name: string) => join(folder, name);
  const heardSince = { rings: 0 };
  const alarm = openFolderAlarm(() => (heardSince.rings += 1), 3_600_000);
  onTestFinished(() => alarm.close());
  const sql = path("sql");
  const heard = async (work: () => Promise<unknown>) => {
    alarm.watch([sql, path("missing")]);
    await delay(20);
    heardSince.rings = 0;
    await work();
    for (let tries = 0; heardSince.rings === 0 && tries < 6000; tries++) await delay(10);
    return heardSince.rings > 0;
  };
  for (const _ of [1, 2, 3]) {
    expect(
      await heard(async () => {
        await writeFile(path("draft"), "1");
        await rename(path("draft"), path("sql/1.sql"));
      }),
    ).toBe(true);
  }
  expect(await heard(() => writeFile(path("sql/1.sql"), "2"))).toBe(true);
  expect(await heard(() => rm(sql, { recursive: true }))).toBe(true);
  await mkdir(sql);
  expect(await heard(() => writeFile(path("sql/3.sql"), "2"))).toBe(true);
});

test("it rings without events, too", async () => {
  const heard = { rings: 0 };
  const alarm = openFolderAlarm(() => (heard.rings += 1), 10);
  while (heard.rings < 2) await delay(5);
  alarm.close();
  const before = heard.rings;
  await delay(50);
  expect(heard.rings).toBe(before);
});
