import { finished } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { streamClient } from "../../src/backup/run-client.ts";

/** A shell in place of PostgreSQL's program. */
const shell = (script: string) =>
  streamClient("/bin/sh", { arguments: ["-c", script], env: { PATH: process.env["PATH"] ?? "" } });

describe("a program that is told to end", () => {
  it("is no failure where it does", async () => {
    const { ended, cancel } = shell("exec sleep 60");
    cancel();
    await expect(ended).resolves.toBeUndefined();
  });

  it("is one where it was gone before, by another's signal or by itself", async () => {
    for (const [script, says] of [
      ["kill -KILL $$", "SIGKILL"],
      ["echo broken >&2; exit 3", "ended with exit code 3:\n    broken"],
    ] as const) {
      const { stream, ended, cancel } = shell(script);
      await finished(stream.resume() as NodeJS.ReadStream);
      cancel();
      await expect(ended).rejects.toThrow(says);
    }
  });
});
