import { readFileSync, rmSync, writeFileSync, renameSync } from "node:fs";
import { join } from "node:path";

/** Where the URL of the embedded database is, with its password; only the owner may read it. */
export function urlFile(projectDir: string): string {
  return join(projectDir, ".dbfirst", "url");
}

/**
 * The URL of the project's embedded database, as drizzle.config.ts reads it; it stays the same when the server is
 * started again. Undefined before the first start. The server needn't be running.
 */
export function embeddedUrl({ projectDir }: { projectDir: string }): string | undefined {
  try {
    return readFileSync(urlFile(projectDir), "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Written under another name first: who reads it sees the old URL or the new one. */
export function writeUrlFile(projectDir: string, url: string): void {
  const file = urlFile(projectDir);
  const draft = `${file}.${process.pid}`;
  // A draft that a crash left keeps its own mode, so it goes first.
  rmSync(draft, { force: true });
  writeFileSync(draft, `${url}\n`, { mode: 0o600, flag: "wx" });
  renameSync(draft, file);
}
