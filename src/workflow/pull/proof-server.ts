import type { Project } from "../../config/load.ts";
import { DbfirstError } from "../../errors.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import type { Run } from "../run.ts";

/** The throw-away server of a proof, which starts while drizzle-kit still pulls. */
export interface ProofServer {
  /** Begins to start it, if there will be a proof within this run. */
  start(major: number): void;
  /** The server that was started, for one proof, which disposes of it. */
  take(): Promise<Shadow> | undefined;
  /** Stops it, if nobody has it. */
  dispose(): Promise<void>;
}

export function openProofServer(project: Project, run: Run): ProofServer {
  const isWanted = run.prove && run.postpone === undefined;
  let starting: Promise<Shadow> | undefined;
  const take = () => {
    const taken = starting;
    starting = undefined;
    return taken;
  };
  return {
    start: (major) => {
      if (!isWanted || starting !== undefined) return;
      // What goes on is the pull; whoever takes it is told why it failed.
      starting = startProofServer(project, major, { ...run, step: () => undefined });
      starting.catch(() => undefined);
    },
    take,
    dispose: async () => {
      const left = await take()?.catch(() => undefined);
      await left?.dispose();
    },
  };
}

/** A server of the source's version; where its binaries aren't installed, of the project's. */
export async function startProofServer(project: Project, major: number, run: Run): Promise<Shadow> {
  const options = {
    projectDir: project.directory,
    server: project.shadow,
    signal: run.signal,
    onProgress: (text: string) => run.step(`Proving: ${text}`),
  };
  const { createShadow } = await import("../../postgres/shadow.ts");
  try {
    return await createShadow({ ...options, major });
  } catch (error) {
    const isMissing = error instanceof DbfirstError && error.code === "EMBEDDED_MISSING";
    if (!isMissing || major === project.postgresMajor) throw error;
    return createShadow({ ...options, major: project.postgresMajor });
  }
}
