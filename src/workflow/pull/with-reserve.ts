import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../config/load.ts";
import { projectCache } from "../../postgres/embedded/project-folder.ts";
import { reserveKit, type KitReserve } from "../../pull/kit/kit-reserve.ts";
import { locateDrizzleKit } from "../../pull/kit/locate.ts";
import { snapshotFile } from "../committed.ts";
import type { Run } from "../run.ts";

/** Lets a pull, its check and its proof share one process that has drizzle-kit loaded, and ends that. */
export async function withReserve<T>(
  project: Project,
  run: Run,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  if (run.reserve !== undefined) return work(run);
  const reserve = await openReserve(project, run);
  try {
    return await work({ ...run, reserve });
  } finally {
    await reserve.dispose();
  }
}

/** The same, and drizzle-kit loads already where it will be needed whatever the database holds. */
export async function withKitAhead<T>(
  project: Project,
  run: Run,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const isFirst = !existsSync(join(project.directory, snapshotFile(project)));
  const isCertain = (isFirst || run.full === true) && project.pullOptions.engine !== "project";
  if (!isCertain) return work(run);
  return withReserve(project, run, (own) => {
    own.reserve?.refill();
    return work(own);
  });
}

export async function openReserve(
  { directory, schemaDirectory }: Project,
  { env }: Run,
  { lasting }: { lasting?: boolean } = {},
): Promise<KitReserve> {
  return reserveKit({
    kit: await locateDrizzleKit(),
    env,
    lasting,
    codeFolder: codeFolder(directory),
    filesFolder: join(directory, schemaDirectory),
  });
}

/** Without one, drizzle-kit is parsed each time, and nothing else is different. */
function codeFolder(directory: string): string | undefined {
  try {
    return projectCache(directory);
  } catch {
    return undefined;
  }
}
