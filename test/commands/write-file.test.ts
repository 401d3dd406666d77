import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeWholeFile } from "../../src/commands/write-file.ts";
import { projectFolder } from "../support/project-folder.ts";

describe("a report's file", () => {
  it("is written whole, in folders that are made for it, with nothing left beside it", async () => {
    const folder = await projectFolder({ "old.txt": "old" });
    writeWholeFile(join(folder, "old.txt"), "new");
    writeWholeFile(join(folder, "a/b/c.txt"), "text");
    expect(readFileSync(join(folder, "old.txt"), "utf8")).toBe("new");
    expect(readFileSync(join(folder, "a/b/c.txt"), "utf8")).toBe("text");
    expect(readdirSync(folder).toSorted()).toEqual(["a", "old.txt"]);
  });

  it("may be a link, which stays one", async () => {
    const folder = await projectFolder({ "elsewhere/report.txt": "old" });
    symlinkSync("elsewhere/report.txt", join(folder, "link.txt"));
    writeWholeFile(join(folder, "link.txt"), "new");
    expect(lstatSync(join(folder, "link.txt")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "elsewhere/report.txt"), "utf8")).toBe("new");
  });

  it.runIf(process.platform === "linux")("is refused where the system makes no folders", () => {
    expect(() => writeWholeFile("/proc/reports/today/a.txt", "text")).toThrow(
      /ENOENT.*\/proc\/reports/,
    );
  });

  it.runIf(process.platform === "win32")("is refused on a drive that isn't there", () => {
    const letter = [..."ZYXWVUTSRQPO"].find((one) => !existsSync(`${one}:\\`));
    expect(() => writeWholeFile(`${letter}:\\reports\\a.txt`, "text")).toThrow(/ENOENT/);
  });

  it("is refused where it would be a folder", async () => {
    const folder = await projectFolder({ "a/b.txt": "" });
    expect(() => writeWholeFile(join(folder, "a"), "text")).toThrow(/EISDIR/);
  });

  it.skipIf(process.platform === "win32")(
    "may be no file at all: a pipe is written to",
    async () => {
      const folder = await projectFolder();
      const pipe = join(folder, "pipe");
      execFileSync("mkfifo", [pipe]);
      const read = readFile(pipe, "utf8");
      writeWholeFile(pipe, "text");
      expect(await read).toBe("text");
      expect(lstatSync(pipe).isFIFO()).toBe(true);
    },
  );
});
