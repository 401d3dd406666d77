import type { BothSides } from "./both.ts";
import type { Parts } from "./scripts.ts";

/** How a script ended that may be stopped. */
export interface BoundedEnd {
  exitCode: number;
  /** It was still going on when its time was over. */
  isCancelled: boolean;
  /** It didn't end then, either. */
  hangs: boolean;
}

/** Milliseconds that a script may go on for after it was told to end. */
const PATIENCE = 10_000;
const LONGEST = 60_000;

/**
 * Runs a script through the engine, and cancels it when its time is over. On a busy machine that may be while it still
 * connects, of which nothing is learnt: it is run again then, with twice the time.
 *
 * @throws what the engine throws.
 */
export async function runBounded(
  sides: BothSides,
  script: Parts,
  milliseconds: number,
): Promise<BoundedEnd> {
  const controller = new AbortController();
  const cancel = setTimeout(() => controller.abort(), milliseconds);
  let giveUp: NodeJS.Timeout | undefined;
  const hung = new Promise<undefined>((resolve) => {
    giveUp = setTimeout(resolve, milliseconds + PATIENCE, undefined);
  });
  try {
    const ended = await Promise.race([sides.ours(script, controller.signal), hung]);
    return {
      exitCode: ended?.exitCode ?? -1,
      isCancelled: controller.signal.aborted,
      hangs: ended === undefined,
    };
  } catch (error) {
    if (error !== controller.signal.reason || milliseconds > LONGEST) throw error;
  } finally {
    clearTimeout(cancel);
    clearTimeout(giveUp);
  }
  return runBounded(sides, script, milliseconds * 2);
}
