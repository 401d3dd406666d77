import type { ProgramStatus } from "../workflow/apply/ask-programs.ts";
import { errorAsJson, renderError } from "./error-text.ts";
import type { Palette } from "./palette.ts";
import { printableLines } from "./printable.ts";

/** What a source's program said of itself, in its own words. */
export function renderProgram(
  { source, command, output, unasked, failure }: ProgramStatus,
  palette: Palette,
): string {
  if (unasked !== null) return palette.dim(`  ${source}: ${unasked}, so nothing of it is applied`);
  if (failure !== null) return renderError(failure, palette, { verbose: false });
  return [
    palette.dim(
      `  ${source} says${output.length === 0 ? " nothing" : ""} by \`${command}\`${output.length === 0 ? "" : ":"}`,
    ),
    ...output.map((line) => palette.dim(`  │ ${printableLines(line)}`)),
  ].join("\n");
}

/** The same as data, for `--format json`. */
export function programAsJson(program: ProgramStatus): unknown {
  const { source, command, output, state, unasked, failure } = program;
  return {
    source,
    command,
    output,
    state,
    asked: unasked === null,
    failure: failure === null ? null : errorAsJson(failure),
  };
}
