import type { PostponedProof, Proof } from "../pull/prove.ts";
import type { Run } from "../run.ts";

/** What became of a proof. */
export type ProofNews =
  | { kind: "proved"; proof: Proof }
  /** The files are written, and can't be relied on. */
  | { kind: "not proved"; error: unknown };

/** Proofs that run when nothing else does; the last one stands for those that it overtook. */
export interface ProofQueue {
  /** Takes the place of the one before. */
  postpone(proof: PostponedProof): void;
  /** Begins with what is open, without waiting for it. */
  resume(): void;
  /** Stops what runs; it stays open. */
  pause(): void;
  /** Whether something was written that isn't proved. Ends what runs. */
  close(): Promise<boolean>;
}

export function openProofs(run: Run, tell: (news: ProofNews) => void): ProofQueue {
  /** What is to be proved next, or is being proved. */
  let open: PostponedProof | undefined;
  /** Something before it was never proved, so that all has to be. */
  let isBehind = false;
  let stop = new AbortController();
  const running = new Set<Promise<void>>();
  const work = async (proof: PostponedProof): Promise<void> => {
    const { signal } = stop;
    const quietly: Run = { ...run, signal: AbortSignal.any([run.signal, signal]), step: () => {} };
    try {
      const news = { kind: "proved", proof: await proof(quietly, { whole: isBehind }) } as const;
      if (quietly.signal.aborted) return;
      [open, isBehind] = [undefined, false];
      tell(news);
    } catch (error) {
      if (quietly.signal.aborted) return;
      [open, isBehind] = [undefined, true];
      tell({ kind: "not proved", error });
    }
  };
  const pause = (): void => {
    stop.abort();
    stop = new AbortController();
  };
  return {
    postpone: (proof) => {
      isBehind ||= open !== undefined;
      open = proof;
    },
    resume: () => {
      if (open === undefined) return;
      const proving = work(open);
      running.add(proving);
      void proving.finally(() => running.delete(proving));
    },
    pause,
    close: async () => {
      pause();
      await Promise.all(running);
      return open !== undefined || isBehind;
    },
  };
}
