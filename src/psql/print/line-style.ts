import { toBytes } from "../text/bytes.ts";

/** The characters that rules and borders are drawn with. */
export interface LineStyle {
  name: string;
  rules: Record<"top" | "middle" | "bottom" | "data", Rule>;
  betweenNewline: string;
  betweenWrap: string;
  betweenBlank: string;
  headerNewlineLeft: string;
  headerNewlineRight: string;
  newlineLeft: string;
  newlineRight: string;
  wrapLeft: string;
  wrapRight: string;
  wrapRightBorder: boolean;
}

export interface Rule {
  horizontal: string;
  left: string;
  between: string;
  right: string;
}

const dashes: Rule = { horizontal: "-", left: "+", between: "+", right: "+" };
const bars: Rule = { horizontal: "", left: "|", between: "|", right: "|" };

export const ascii: LineStyle = {
  name: "ascii",
  rules: { top: dashes, middle: dashes, bottom: dashes, data: bars },
  betweenNewline: "|",
  betweenWrap: "|",
  betweenBlank: "|",
  headerNewlineLeft: " ",
  headerNewlineRight: "+",
  newlineLeft: " ",
  newlineRight: "+",
  wrapLeft: ".",
  wrapRight: ".",
  wrapRightBorder: true,
};

export const oldAscii: LineStyle = {
  ...ascii,
  name: "old-ascii",
  betweenNewline: ":",
  betweenWrap: ";",
  betweenBlank: " ",
  headerNewlineLeft: "+",
  headerNewlineRight: " ",
  newlineLeft: " ",
  newlineRight: " ",
  wrapLeft: " ",
  wrapRight: " ",
  wrapRightBorder: false,
};

export type Weight = "single" | "double";

/** The Unicode style, with single or double lines for the border, between columns, and under the header. */
export function unicode(border: Weight, column: Weight, header: Weight): LineStyle {
  const outer = border === "single" ? [..."└│┌─┐┘"] : [..."╚║╔═╗╝"];
  const [upRight, vertical, downRight, horizontal, downLeft, upLeft] = outer.map(toBytes) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const line = toBytes(column === "single" ? "│" : "║");
  const pick = (characters: string, weight: Weight): string =>
    toBytes([...characters][weight === "single" ? 0 : 1] as string);
  return {
    name: "unicode",
    rules: {
      top: {
        horizontal,
        left: downRight,
        between: pick(column === "single" ? "┬╤" : "╥╦", border),
        right: downLeft,
      },
      middle: {
        horizontal: toBytes(header === "single" ? "─" : "═"),
        left: pick(header === "single" ? "├╟" : "╞╠", border),
        between: pick(column === "single" ? "┼╪" : "╫╬", header),
        right: pick(header === "single" ? "┤╢" : "╡╣", border),
      },
      bottom: {
        horizontal,
        left: upRight,
        between: pick(column === "single" ? "┴╧" : "╨╩", border),
        right: upLeft,
      },
      data: { horizontal: "", left: vertical, between: line, right: vertical },
    },
    betweenNewline: line,
    betweenWrap: line,
    betweenBlank: line,
    headerNewlineLeft: " ",
    headerNewlineRight: toBytes("↵"),
    newlineLeft: " ",
    newlineRight: toBytes("↵"),
    wrapLeft: toBytes("…"),
    wrapRight: toBytes("…"),
    wrapRightBorder: true,
  };
}
