import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { createPalette, type Palette } from "../report/palette.ts";
import type { Context } from "./command.ts";

/** How a text report may look. */
export interface TextStyle {
  palette: Palette;
  /** Columns. */
  width: number;
}

export interface Report {
  text: (style: TextStyle) => string;
  /** Any JSON value; printed with two spaces of indentation. */
  json: () => unknown;
}

/**
 * Prints a report in the wanted format, or writes it to `--output`.
 *
 * @throws UsageError when the file can't be written.
 */
export function writeReport(
  { console, directory }: Context,
  options: { format: "text" | "json" | undefined; output: string | undefined },
  report: Report,
): void {
  const { output, format } = options;
  const style = output === undefined ? console : { palette: createPalette(false), width: 100 };
  const text = format === "json" ? JSON.stringify(report.json(), undefined, 2) : report.text(style);
  if (output === undefined) {
    console.print(text);
    return;
  }
  try {
    const path = resolve(directory, output);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, console.scrubbed(text.endsWith("\n") ? text : `${text}\n`));
  } catch (error) {
    throw new UsageError(`--output: ${output} can't be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
  console.note(`Written: ${output}`);
}
