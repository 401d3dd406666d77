import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inject } from "vitest";

/** Programs of the built package in a folder of their own, beside which the code is kept that V8 makes of them. */
export interface StartFolder {
  path: string;
  /** Where the launcher and the programs are. */
  dist: string;
  /** Names of the files of code. */
  kept(): string[];
  /** When one of them was written, in milliseconds. */
  writtenAt(file: string): number;
  dispose(): void;
}

/** @param program the file that the launcher is to find beside it. */
export function createStartFolder(program: string): StartFolder {
  const path = mkdtempSync(join(tmpdir(), "dbfirst-start-"));
  const dist = join(path, "dist");
  mkdirSync(dist);
  const built = dirname(inject("commandLine"));
  for (const file of ["cli.cjs", program]) copyFileSync(join(built, file), join(dist, file));
  return {
    path,
    dist,
    kept: () =>
      readdirSync(dist)
        .filter((file) => file.includes(".code"))
        .toSorted(),
    writtenAt: (file) => statSync(join(dist, file)).mtimeMs,
    dispose: () => rmSync(path, { recursive: true }),
  };
}
