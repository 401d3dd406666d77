import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { dumpDatabase } from "../../src/backup/dump.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dbfirst-dump-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("tells of what was written only when it is twice as much", async () => {
  // A program that writes, until it was heard of, and then a little more.
  const path = join(folder, "program");
  const file = join(folder, "x.dump");
  const heard = join(folder, "heard");
  writeFileSync(
    path,
    `#!/bin/sh
head -c 20000000 /dev/zero > '${file}'
until [ -e '${heard}' ]; do sleep 0.1; done
head -c 5000000 /dev/zero >> '${file}'
sleep 2
rm '${file}'
sleep 1.5\n`,
  );
  chmodSync(path, 0o755);
  const sizes: number[] = [];
  await dumpDatabase({
    client: { path, version: "15.0", major: 15 },
    file,
    env: { PATH: process.env["PATH"]! },
    onProgress: (bytes) => {
      sizes.push(bytes);
      writeFileSync(heard, "");
    },
  });
  expect(sizes).toEqual([expect.any(Number)]);
  expect(sizes[0]).toBeGreaterThanOrEqual(16e6);
});
