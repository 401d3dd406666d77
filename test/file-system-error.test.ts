import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DbfirstError, UsageError } from "../src/errors.ts";
import { asFileSystemError } from "../src/file-system-error.ts";
import { isFileError } from "../src/file-reason.ts";
import { projectFolder } from "./support/project-folder.ts";

const caught = (work: Promise<unknown>) => work.catch((error: unknown) => error);

describe("what the file system refuses", () => {
  it.skipIf(process.platform !== "linux")("is told with what to do: a full disk", async () => {
    const file = await open("/dev/full", "w");
    const error = asFileSystemError(await caught(file.writeFile("x"))) as DbfirstError;
    await file.close();
    expect(error).toBeInstanceOf(DbfirstError);
    expect(error.message).toContain("no space left");
    expect(error.hint).toContain("Make room");
    expect(isFileError(error.cause)).toBe(true);
    const attributes = { code: "EACCES", syscall: "copyfile", path: "/from", dest: "/to/it" };
    const refused = asFileSystemError(Object.assign(new Error("copyfile"), attributes));
    expect((refused as DbfirstError).message).toBe("/to/it can't be used: permission denied");
  });

  it("is nothing else: what isn't there, or is something else, is for who asked for it", async () => {
    const folder = await projectFolder({ "a.txt": "x" });
    const errors = [
      await caught(readFile(join(folder, "nowhere"))),
      await caught(mkdir(join(folder, "a.txt"))),
      Object.assign(new Error("connect EACCES"), { code: "EACCES", syscall: "connect" }),
      new UsageError("text"),
      "text",
      undefined,
    ];
    for (const error of errors) expect(asFileSystemError(error)).toBe(error);
  });
});
