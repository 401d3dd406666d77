import { styleText } from "node:util";

/** Colours and weights, or none: every function but `code` returns its text unchanged where there is no colour. */
export type Palette = Readonly<
  Record<
    "bold" | "dim" | "red" | "green" | "yellow" | "cyan" | "inverse" | "code",
    (text: string) => string
  >
>;

/** The palette that colours, or the one that only puts commands between backticks. */
export function createPalette(color: boolean): Palette {
  // Whether there is colour was decided by who asks; styleText would ask the stream once more.
  const style = (name: Parameters<typeof styleText>[0]) => (text: string) =>
    color && text !== "" ? styleText(name, text, { validateStream: false }) : text;
  return {
    bold: style("bold"),
    dim: style("dim"),
    red: style("red"),
    green: style("green"),
    yellow: style("yellow"),
    cyan: style("cyan"),
    inverse: style("inverse"),
    // A command within a sentence has to be told from its words.
    code: color ? style("cyan") : (text) => `\`${text}\``,
  };
}
