import { wrapLine } from "../display-width.ts";
import type { Palette } from "../palette.ts";
import { printable } from "../printable.ts";

/**
 * A sentence with commands between backticks, as lines that fit: in colours, where there are any, instead of the backticks.
 *
 * @param indent of the first line; the others stand two columns behind it.
 */
export function renderSentence(
  sentence: string,
  { palette, width, indent }: { palette: Palette; width: number; indent: number },
): string[] {
  const lines = wrapLine(keepCommandsWhole(printable(sentence)), width - indent - 2);
  return lines.map((line, i) =>
    withCommands(" ".repeat(i === 0 ? indent : indent + 2) + line, palette),
  );
}

/** A command isn't broken between lines. */
function keepCommandsWhole(sentence: string): string {
  return sentence.replaceAll(/`[^`]*`/g, (command) => command.replaceAll(" ", "\u00A0"));
}

function withCommands(line: string, palette: Palette): string {
  return line.replaceAll(/`([^`]*)`/g, (_, command: string) =>
    palette.code(command.replaceAll("\u00A0", " ")),
  );
}
