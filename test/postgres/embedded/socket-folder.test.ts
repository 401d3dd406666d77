import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { runtimeFolder } from "../../../src/postgres/embedded/places.ts";
import { processToken } from "../../../src/postgres/embedded/process-token.ts";
import {
  makeSocketFolder,
  removeSocketFolder,
} from "../../../src/postgres/embedded/socket-folder.ts";

/** The folder that a server left, with these files. */
function leftBehind(files: Record<string, string>): string {
  const name = Math.random().toString(16).slice(2, 14).padEnd(12, "0");
  const folder = join(runtimeFolder(), name);
  mkdirSync(folder, { mode: 0o700 });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The id and the token of a process that has ended. */
async function ended(): Promise<{ pid: number; token: string }> {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"]);
  const token = processToken(child.pid!)!;
  child.kill("SIGKILL");
  await once(child, "close");
  return { pid: child.pid!, token };
}

async function make(dataDir: string): Promise<string> {
  onTestFinished(() => removeSocketFolder(dataDir));
  return makeSocketFolder(dataDir, undefined);
}

test("what killed servers left is removed at the next start, and nothing else", async () => {
  const { pid, token } = await ended();
  const lock = ".s.PGSQL.5432.lock";
  const running = processToken(process.pid)!;
  const gone = [
    leftBehind({}),
    leftBehind({ [`started-by-${token}`]: "" }),
    leftBehind({ [`started-by-${token}`]: "", [lock]: `${pid}\n/data\n`, ".s.PGSQL.5432": "" }),
  ];
  const kept = [
    leftBehind({ [`started-by-${running}`]: "" }),
    leftBehind({ [`started-by-${token}`]: "", [`started-by-${running}`]: "" }),
    // The server outlives the command that started it.
    leftBehind({ [`started-by-${token}`]: "", [lock]: `${process.pid}\n/data\n` }),
    // Of another container, or of nobody knows whom.
    leftBehind({ "started-by-1-zzzzzz-00000000": "" }),
    leftBehind({ [lock]: `${pid}\n/data\n` }),
  ];
  const folder = await make("/a/project/.dbfirst/postgres-17");
  expect(gone.filter((path) => existsSync(path))).toEqual([]);
  expect(kept.filter((path) => !existsSync(path))).toEqual([]);
  expect(readdirSync(folder)).toEqual([`started-by-${running}`]);
  expect(dirname(folder)).toBe(runtimeFolder());
  expect(basename(folder)).toMatch(/^[0-9a-f]{12}$/);
});

test("starts at once don't take each other's folders away", async () => {
  const folders = Array.from({ length: 20 }, (_, index) => make(`/another/${index}/data`));
  expect((await Promise.all(folders)).filter((path) => !existsSync(path))).toEqual([]);
});
