import { appendFileSync } from "node:fs";
import { UsageError } from "../errors.ts";

/** Appends lines to a log, each with the time. */
export type Log = (text: string) => void;

/**
 * Opens a log, for nobody else to read if it is new. Each line is written at once, so that a deployment that is killed
 * leaves all that it had to say.
 *
 * @param scrub takes passwords out of a text.
 * @throws UsageError when it can't be written.
 */
export function openLog(file: string, scrub: (text: string) => string): Log {
  const append = (text: string) => appendFileSync(file, text, { mode: 0o600 });
  try {
    append("");
  } catch (cause) {
    throw new UsageError(`--log: ${file} can't be written: ${(cause as Error).message}`, { cause });
  }
  return (text) => {
    const time = new Date().toISOString();
    const lines = scrub(text).trimEnd().split("\n");
    append(lines.map((line) => `${time} ${line}\n`).join(""));
  };
}
