import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { claimName } from "../../src/backup/claim-name.ts";
import { putInPlace } from "../../src/backup/put-in-place.ts";
import { projectFolder } from "../support/project-folder.ts";

async function draftOf(kind: "dump" | "data") {
  const folder = await projectFolder();
  const [draft, file] = [join(folder, "draft"), join(folder, `app.${kind}`)];
  if (kind === "data") mkdirSync(draft);
  else writeFileSync(draft, "PGDMP");
  writeFileSync(`${draft}.json`, "{}");
  expect(claimName(file, kind)).toBe(true);
  return { draft, file };
}

it.each(["dump", "data"] as const)("puts a %s and its manifest in place", async (kind) => {
  const { draft, file } = await draftOf(kind);
  putInPlace(draft, file);
  expect(statSync(file).isDirectory()).toBe(kind === "data");
  expect(readFileSync(`${file}.json`, "utf8")).toBe("{}");
});

it.each(["dump", "data"] as const)(
  "leaves nothing of a %s whose manifest can't be put in place, and nothing of others is touched",
  async (kind) => {
    const { draft, file } = await draftOf(kind);
    mkdirSync(join(`${file}.json`, "theirs"), { recursive: true });
    expect(() => putInPlace(draft, file)).toThrow(`${file}.json`);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(join(`${file}.json`, "theirs"))).toBe(true);
  },
);
