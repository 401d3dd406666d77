import { resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { fileReason } from "../file-reason.ts";
import { createPalette, type Palette } from "../report/palette.ts";
import type { Context } from "./command.ts";
import { parseOutputFile, type FormatExtensions } from "./output-file.ts";
import { reportFormats } from "./shared-options.ts";
import { writeWholeFile } from "./write-file.ts";

/** How a text report may look. */
export interface TextStyle {
  palette: Palette;
  /** Columns. */
  width: number;
  /** For a file: nobody scrolls, so nothing is left out. */
  isFile: boolean;
}

/** Text and JSON: what every command that reports has. */
export interface Report {
  text: (style: TextStyle) => string;
  /** Any JSON value; printed with two spaces of indentation. */
  json: () => unknown;
}

/** Columns of a text report in a file. */
const fileWidth = 100;

/**
 * Prints a report in the wanted format, and writes it to each `--output` in the format that the file's name tells.
 *
 * @throws UsageError when a file can't be written.
 */
export function writeReport(
  context: Context,
  options: { format: "text" | "json" | undefined; output: readonly string[] },
  report: Report,
): void {
  writeFormats(context, options, reportFormats, (format, style) =>
    format === "json" ? JSON.stringify(report.json(), undefined, 2) : report.text(style),
  );
}

/**
 * The same for a report with formats of its own.
 *
 * @throws UsageError that names the files that can't be written, once the others are.
 */
export function writeFormats<Formats extends FormatExtensions>(
  { console, directory }: Context,
  options: { format: (keyof Formats & string) | "text" | undefined; output: readonly string[] },
  formats: Formats,
  render: (format: keyof Formats & string, style: TextStyle) => string,
): void {
  const { format = "text", output } = options;
  const shown = render(format, { palette: console.palette, width: console.width, isFile: false });
  if (format === "github") console.printCommands(shown);
  else console.print(shown);
  const style = { palette: createPalette(false), width: fileWidth, isFile: true };
  const failures: { message: string; cause: unknown }[] = [];
  for (const value of output) {
    // The command line was checked when it was read.
    const file = parseOutputFile(value, formats)!;
    const text = render(file.format, style);
    try {
      const whole = text.endsWith("\n") ? text : `${text}\n`;
      writeWholeFile(resolve(directory, file.path), console.scrubbed(whole));
      console.note(`Written: ${file.path}`);
    } catch (cause) {
      failures.push({ message: `${file.path} can't be written: ${fileReason(cause)}`, cause });
    }
  }
  // The other files are there all the same.
  if (failures.length > 0)
    throw new UsageError(`--output: ${failures.map(({ message }) => message).join("; ")}`, {
      cause: failures[0]!.cause,
    });
}
