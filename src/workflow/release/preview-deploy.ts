import type { Project } from "../../config/load.ts";
import { DbfirstError } from "../../errors.ts";
import type { Target } from "../../postgres/settings.ts";
import { howBackedUp } from "./backup.ts";
import { readCommitted } from "../committed.ts";
import { previewPending, type ProjectPreview } from "../apply/preview.ts";
import type { Run } from "../run.ts";

/** What a deployment would do. */
export interface DeployPreview {
  /** What would be written before anything is applied: pg_dump's file, or a copy of the data. */
  backup: "dump" | "data" | "none" | "refused";
  /** With what the whole deployment would be refused for. */
  applied: ProjectPreview;
}

/**
 * Finds out what a deployment would do. Writes nothing and takes no lock.
 *
 * @throws DatabaseError when the database can't be reached.
 */
export async function previewDeploy(
  project: Project,
  target: Target,
  options: { backup: boolean },
  run: Run,
): Promise<DeployPreview> {
  const problems: DbfirstError[] = [];
  const noting = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      run.signal.throwIfAborted();
      if (!(error instanceof DbfirstError)) throw error;
      problems.push(error);
      return undefined;
    }
  };
  await noting(readCommitted(project));
  const backup = options.backup ? await noting(howBackedUp(target, run)) : "none";
  const applied = await previewPending(project, target, run);
  return {
    backup: backup ?? "refused",
    applied: { ...applied, problems: [...problems, ...applied.problems] },
  };
}
