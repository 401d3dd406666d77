import { wrapLine } from "./display-width.ts";
import { printableLines } from "./printable.ts";

/** A text of several lines as lines that fit; what is indented stays so. */
export function wrappedLines(text: string, width: number): string[] {
  return printableLines(text)
    .split("\n")
    .flatMap((line) => {
      const indent = /^ */.exec(line)![0];
      return wrapLine(line.slice(indent.length), width - indent.length).map(
        (piece) => `${indent}${piece}`,
      );
    });
}
