import { appendFileSync } from "node:fs";
import { UsageError } from "../errors.ts";
import { fileReason } from "../file-reason.ts";

/** What happened, by one word, and what there is to know of it. */
export type LogEvent =
  | { event: "deploying"; database: string; host: string; origin: string }
  | { event: "stage"; stage: string; durationMs: number }
  | { event: "step" | "warning" | "output" | "detail" | "error"; text: string }
  | { event: "result"; exitCode: number; result: unknown };

/** Appends what happened to a log, with the time; `text` says it in words. */
export type Log = (event: LogEvent, text: string) => void;

export const logFormats = ["text", "json"] as const;

/**
 * Opens a log, for nobody else to read if it is new. Each line is written at once, so that a deployment that is killed
 * leaves all that it had to say.
 *
 * @param format `json`: a JSON object on each line, with `time`, `event` and what belongs to it.
 * @param scrub takes passwords out of a text.
 * @param onLost told once when it can't be written any more: that is no reason to stop half-way.
 * @throws UsageError when it can't be written to begin with.
 */
export function openLog(
  file: string,
  {
    format,
    scrub,
    onLost,
  }: {
    format: (typeof logFormats)[number];
    scrub: (text: string) => string;
    onLost: (reason: string) => void;
  },
): Log {
  const write = (text: string) => appendFileSync(file, text, { mode: 0o600 });
  try {
    write("");
  } catch (cause) {
    throw new UsageError(`--log: ${file} can't be written: ${fileReason(cause)}`, { cause });
  }
  let isLost = false;
  const append = (text: string) => {
    if (isLost) return;
    try {
      write(text);
    } catch (error) {
      isLost = true;
      onLost(fileReason(error));
    }
  };
  return (event, text) => {
    const time = new Date().toISOString();
    if (format === "json")
      return append(`${JSON.stringify({ time, ...scrubbed(event, scrub) })}\n`);
    const lines = scrub(text).trimEnd().split("\n");
    append(lines.map((line) => `${time} ${line}\n`).join(""));
  };
}

/** Each text for itself: a password with quotes in it isn't the same in JSON. */
function scrubbed(value: object, scrub: (text: string) => string): object {
  const scrubbedText = JSON.stringify(value, (_, part: unknown) =>
    typeof part === "string" ? scrub(part) : part,
  );
  return JSON.parse(scrubbedText) as object;
}
