import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { copyTree } from "./copy-tree.ts";
import { withFileLock } from "./file-lock.ts";
import { runProgram } from "./run-program.ts";
import { createShadowFolder } from "./shadow-folder.ts";

export interface TemplateOptions {
  binaries: Binaries;
  /** Where templates are kept. */
  cacheDir: string;
  signal?: AbortSignal | undefined;
  onProgress?: ((message: string) => void) | undefined;
}

/** Seconds; on a busy machine with a slow disk one takes ten. */
const lockTimeout = 120;

/** The superuser of the embedded and shadow servers. */
export const superuser = "postgres";

/**
 * A data directory that initdb made, to be copied: initdb takes ten times as long as a copy.
 *
 * Text is compared by code points everywhere (C, and the built-in C.UTF-8 from 17 on), whatever the machine's language
 * and C library: the order of an index may not depend on where it was made. WAL segments of 1 MB keep copies small.
 *
 * @returns the folder, which nobody writes to again.
 */
export async function templateFolder(options: TemplateOptions): Promise<string> {
  const { binaries, cacheDir, signal, onProgress } = options;
  const folder = join(cacheDir, `template-${binaries.version}-${process.arch}`);
  if (existsSync(folder)) return folder;
  await mkdir(cacheDir, { recursive: true });
  // Two processes at once would do the same slow work.
  await withFileLock(join(cacheDir, "lock"), { timeoutSeconds: lockTimeout, signal }, async () => {
    if (existsSync(folder)) return;
    onProgress?.(`Preparing PostgreSQL ${binaries.major} (once)`);
    await makeTemplate(binaries, folder, signal);
  });
  return folder;
}

/** Copied to a sibling and renamed: a template is whole or isn't there. */
async function makeTemplate(
  binaries: Binaries,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  // initdb writes in small pieces, and may run as a user that can't enter the project: it does so in memory.
  const workshop = createShadowFolder();
  const draft = `${folder}.new`;
  try {
    const data = join(workshop, "data");
    await runProgram(binaries, "initdb", { arguments: initdbArguments(binaries, data), signal });
    await rm(draft, { recursive: true, force: true });
    await copyTree(data, draft, undefined);
    await rename(draft, folder);
  } finally {
    // On a full disk, half a draft would take what room there is.
    for (const left of [draft, workshop])
      await rm(left, { recursive: true, force: true, maxRetries: 5 });
  }
}

function initdbArguments({ major }: Binaries, data: string): string[] {
  return [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    // Nobody connects before pg_hba.conf is written anew.
    "--auth=reject",
    "--encoding=UTF8",
    "--locale=C",
    ...(major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : []),
    "--text-search-config=english",
    "--wal-segsize=1",
    "--no-sync",
    "--no-instructions",
  ];
}
