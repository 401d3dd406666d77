import { mkdirSync, readdirSync, symlinkSync, writeFileSync, chmodSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { withFileLock } from "../../../src/postgres/embedded/file-lock.ts";
import { privateFolder } from "../../../src/postgres/embedded/places.ts";
import {
  isRunning,
  processState,
  processToken,
} from "../../../src/postgres/embedded/process-token.ts";
import { projectFolder } from "../../support/project-folder.ts";
import { runProgram } from "../../support/run-program.ts";

/** Twenty at once; returns the most that were inside together. */
async function crowd(file: string): Promise<{ most: number; done: number }> {
  let inside = 0;
  let most = 0;
  let done = 0;
  const one = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await delay(1);
    inside -= 1;
    done += 1;
  };
  await Promise.all(
    Array.from({ length: 20 }, () => withFileLock(file, { timeoutSeconds: 20 }, one)),
  );
  return { most, done };
}

test("one at a time", async () => {
  const folder = await projectFolder();
  expect(await crowd(join(folder, "lock"))).toEqual({ most: 1, done: 20 });
  expect(readdirSync(folder)).toEqual([]);
});

test("the lock of a dead process is taken over, by one alone", async () => {
  const folder = await projectFolder();
  const token = processToken(process.pid)?.replace(/^\w+/u, (3_999_999).toString(36));
  writeFileSync(join(folder, "lock"), `${token} abcdef`);
  expect(await crowd(join(folder, "lock"))).toEqual({ most: 1, done: 20 });
  expect(readdirSync(folder)).toEqual([]);
});

test("the lock of a live process is waited for, and whoever waits is told", async () => {
  const folder = await projectFolder();
  const file = join(folder, "lock");
  writeFileSync(file, `${processToken(process.pid)} abcdef`);
  let told = 0;
  const waiting = withFileLock(
    file,
    { timeoutSeconds: 0.1, onWait: () => (told += 1) },
    async () => "never",
  );
  await expect(waiting).rejects.toMatchObject({
    code: "EMBEDDED_BUSY",
    hint: expect.stringContaining(file),
  });
  expect(told).toBe(1);
});

test("the lock is given up after an error", async () => {
  const file = join(await projectFolder(), "lock");
  const failing = withFileLock(file, { timeoutSeconds: 1 }, async () => {
    throw new Error("failed");
  });
  await expect(failing).rejects.toThrow("failed");
  expect(await withFileLock(file, { timeoutSeconds: 1 }, async () => "free")).toBe("free");
});

test("a process is told from a later one with its id", async () => {
  const program = runProgram("postgres/programs/idle.ts");
  await program.line();
  const token = processToken(program.child.pid ?? 0) ?? "";
  expect(token).toMatch(/^[a-z0-9-]+$/);
  expect(processState(token)).toBe("running");
  expect(processState(token.replace(/-\w+$/u, "-00000000"))).toBe("ended");
  program.child.kill("SIGKILL");
  await program.ended;
  expect(isRunning(program.child.pid ?? 0)).toBe(false);
  expect(processState(token)).toBe("ended");
});

test("a folder that somebody else put there is refused", async () => {
  const folder = await projectFolder();
  mkdirSync(join(folder, "real"));
  symlinkSync(join(folder, "real"), join(folder, "link"));
  expect(() => privateFolder(join(folder, "link"))).toThrow(/isn't a folder of ours/);
  mkdirSync(join(folder, "open"));
  chmodSync(join(folder, "open"), 0o777);
  expect(() => privateFolder(join(folder, "open"))).toThrow(
    expect.objectContaining({ code: "UNSAFE_FOLDER" }),
  );
  expect(privateFolder(privateFolder(join(folder, "own")))).toBe(join(folder, "own"));
});
