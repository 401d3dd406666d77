import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { manifestFile, manifestText, type BackupManifest } from "../../src/backup/manifest.ts";
import { rotate } from "../../src/backup/rotate.ts";

const manifest: Omit<BackupManifest, "format" | "writer"> = {
  kind: "dump",
  platform: null,
  database: "app",
  systemIdentifier: "7",
  serverMajor: 17,
  createdAt: "2026-01-01T00:00:00.000Z",
  size: 1,
  sha256: "0".repeat(64),
  fingerprint: "0".repeat(64),
  migrations: [],
  tools: {},
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dbfirst-rotate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const place = (name: string) => join(folder, name);
const describeBackup = (name: string, day: number) =>
  writeFileSync(
    // What `join` would take for the folder itself is a name here, too.
    manifestFile(`${folder}/${name}`),
    manifestText({ ...manifest, createdAt: `2026-01-0${day}T00:00:00.000Z` }),
  );
/** Writes one, and gives its path. */
function backUp(name: string, day: number): string {
  writeFileSync(place(name), "x");
  describeBackup(name, day);
  return place(name);
}

it("doesn't count backups that somebody removed without their manifests, and removes these", () => {
  const [one, two] = [backUp("one.dump", 1), backUp("two.dump", 2)];
  describeBackup("gone.dump", 3);
  describeBackup("gone-too.dump", 4);
  const newest = backUp("five.dump", 5);
  expect(rotate(newest, manifest, 2)).toEqual({ removed: [one], stuck: [] });
  expect(readdirSync(folder)).toEqual(["five.dump", "five.dump.json", "two.dump", "two.dump.json"]);
  expect(two).toBe(place("two.dump"));
});

it("takes no folder for a backup, whatever a manifest beside nothing is called", () => {
  for (const name of ["", ".", ".."]) describeBackup(name, 1);
  const newest = backUp("two.dump", 2);
  expect(rotate(newest, manifest, 1)).toEqual({ removed: [], stuck: [] });
  expect(readdirSync(folder)).toContain("two.dump");
});

it("says which the file system keeps, and removes the others", () => {
  const one = backUp("one.dump", 1);
  mkdirSync(join(folder, "two.data", "base"), { recursive: true });
  writeFileSync(join(folder, "two.data", "base", "1"), "x");
  describeBackup("two.data", 2);
  const newest = backUp("three.dump", 3);
  chmodSync(folder, 0o777);
  chmodSync(join(folder, "two.data", "base"), 0o555);
  const rotation = unprivileged(() => rotate(newest, manifest, 1));
  chmodSync(join(folder, "two.data", "base"), 0o755);
  expect(rotation).toEqual({
    removed: [one],
    stuck: [{ path: place("two.data"), reason: "permission denied" }],
  });
});

/** Root may remove anything. */
function unprivileged<T>(work: () => T): T {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid!(65_534);
  try {
    return work();
  } finally {
    process.seteuid!(0);
  }
}
