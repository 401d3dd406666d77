import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadProject } from "../../src/config/load.ts";
import { isUnproved, noteUnproved } from "../../src/workflow/pull/write-committed.ts";
import { repository } from "../e2e/command-line.ts";
import { projectFolder } from "../support/project-folder.ts";

test("what a watch leaves unproved is noted in the snapshot, once, and nothing else changes", async () => {
  const text = await readFile(join(repository, "drizzle/catalog.json"), "utf8");
  const directory = await projectFolder({ "drizzle/catalog.json": text });
  const project = await loadProject({ directory });
  const read = () => readFile(join(directory, "drizzle/catalog.json"), "utf8");
  expect(isUnproved(project)).toBe(false);
  noteUnproved(project);
  expect(isUnproved(project)).toBe(true);
  const noted = await read();
  const lines = new Set(text.split("\n"));
  const added = noted.split("\n").filter((line) => !lines.has(line));
  expect(added.filter((line) => !line.includes("checksum"))).toEqual(['"unproved": true,']);
  noteUnproved(project);
  expect(await read()).toBe(noted);
  expect(noted.split("\n")).toHaveLength(text.split("\n").length + 1);
});

test("where there is no snapshot there is nothing to note", async () => {
  const directory = await projectFolder();
  const project = await loadProject({ directory });
  noteUnproved(project);
  await expect(readFile(join(directory, "drizzle/catalog.json"))).rejects.toThrow("ENOENT");
});
