import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { runningServer, stopServer } from "./launch.ts";

const suffix = ".project";

/** Of data that is being made. */
export const draftSuffix = ".new";

/** Of data that is being replaced by a backup, until the server has started on that. */
export const replacedSuffix = ".old";

/**
 * For data that lies outside its project: writes down whose it is, at each start and before there is any data, and
 * removes what deleted temporary projects left.
 *
 * Other projects' data stays, though the project can't be found: its disk may just not be mounted.
 */
export async function claimOutsideData(dataDir: string, projectDir: string): Promise<void> {
  const project = realpathSync(projectDir);
  if (dataDir.startsWith(project + sep)) return;
  const parent = dirname(dataDir);
  for (const name of readdirSync(parent).filter((file) => file.endsWith(suffix))) {
    const claim = join(parent, name);
    const owner = readClaim(claim);
    if (owner === undefined || existsSync(owner) || !isTemporary(owner)) continue;
    await removeData(claim.slice(0, -suffix.length));
    rmSync(claim, { force: true });
  }
  // The start of data whose project is forgotten already.
  const drafts = readdirSync(parent).filter((file) => file.endsWith(draftSuffix));
  for (const draft of drafts.map((name) => join(parent, name)))
    if (!existsSync(draft.slice(0, -draftSuffix.length) + suffix)) await removeFolder(draft);
  writeFileSync(dataDir + suffix, `${project}\n`, { mode: 0o600 });
}

function readClaim(claim: string): string | undefined {
  try {
    return readFileSync(claim, "utf8").trim();
  } catch {
    // Another process removes it at this moment.
    return undefined;
  }
}

function isTemporary(folder: string): boolean {
  return [tmpdir(), "/tmp", "/var/tmp", "/dev/shm"].some((base) => folder.startsWith(base + sep));
}

async function removeData(dataDir: string): Promise<void> {
  const pid = runningServer(dataDir);
  if (pid !== undefined) await stopServer(pid, "immediate");
  await removeFolder(dataDir);
  await removeFolder(dataDir + draftSuffix);
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
