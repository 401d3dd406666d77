import { DbfirstError } from "../errors.ts";
import { problem, type CheckName, type Diagnosis, type Finding } from "./diagnosis.ts";

export interface ExamineOptions {
  /** How long the check may take, in seconds. */
  seconds: number;
  signal: AbortSignal;
}

/** What a check does; it should give up when its signal is aborted. */
export type Look = (signal: AbortSignal) => Promise<readonly Finding[]> | readonly Finding[];

/**
 * Runs one check so that nothing that goes wrong in it concerns another: whatever it throws is its finding, and so is that it
 * isn't done in time, which is noticed also where it doesn't listen to its signal.
 *
 * @throws the signal's reason, and nothing else.
 */
export async function examine(
  check: CheckName,
  look: Look,
  { seconds, signal }: ExamineOptions,
): Promise<Diagnosis[]> {
  signal.throwIfAborted();
  const within = new AbortController();
  const abort = () => within.abort(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(() => within.abort(new TookTooLong()), seconds * 1000);
  try {
    const findings = await Promise.race([look(within.signal), rejectedBy(within.signal)]);
    return findings.map((finding) => ({ check, ...finding }));
  } catch (error) {
    signal.throwIfAborted();
    return [{ check, ...(within.signal.aborted ? tooSlow(seconds) : findingOf(error)) }];
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

class TookTooLong extends Error {
  override readonly name = "TookTooLong";
}

async function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

function tooSlow(seconds: number): Finding {
  return problem(
    `Not done within ${seconds} s.`,
    `Try again with more time: dbfirst doctor --timeout ${Math.ceil(seconds * 6)}`,
  );
}

/** What an error says to a person. */
function findingOf(error: unknown): Finding {
  if (error instanceof DbfirstError) return problem(error.message, error.hint);
  return problem(error instanceof Error ? error.message : String(error), undefined);
}
