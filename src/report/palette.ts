import { styleText } from "node:util";

/** Colours and weights, or none: every function returns its text unchanged where there is no colour. */
export type Palette = Readonly<
  Record<"bold" | "dim" | "red" | "green" | "yellow" | "cyan", (text: string) => string>
>;

export function createPalette(color: boolean): Palette {
  const style = (name: Parameters<typeof styleText>[0]) => (text: string) =>
    color ? styleText(name, text) : text;
  return {
    bold: style("bold"),
    dim: style("dim"),
    red: style("red"),
    green: style("green"),
    yellow: style("yellow"),
    cyan: style("cyan"),
  };
}
