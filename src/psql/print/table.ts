import type { Bytes } from "../text/bytes.ts";
import type { Field, Row } from "../../postgres/wire/responses.ts";
import { ascii, type LineStyle, oldAscii, unicode, type Weight } from "./line-style.ts";
import type { Charset } from "./charset.ts";

export type Format =
  | "aligned"
  | "wrapped"
  | "unaligned"
  | "csv"
  | "html"
  | "asciidoc"
  | "latex"
  | "latex-longtable"
  | "troff-ms";

/** How results are printed: what `\pset` changes. */
export interface PrintOptions {
  format: Format;
  expanded: "on" | "off" | "auto";
  /** Expanded: a record's values are as wide as its header line. */
  fillsRecords: () => boolean;
  /** How wide a record's header line is: as its fields, as their names, as the page, or so many columns (psql 16). */
  headerWidth: "full" | "column" | "page" | number;
  border: number;
  /** Where wrapping and `\x auto` begin; 0: the terminal's width, of which a script has none. */
  columns: number;
  csvFieldSeparator: Bytes;
  fieldSeparator: Bytes;
  fieldSeparatorZero: boolean;
  recordSeparator: Bytes;
  recordSeparatorZero: boolean;
  footer: boolean;
  lineStyle: "ascii" | "old-ascii" | "unicode";
  /** What is shown for NULL; undefined: never set, an empty string. */
  null: Bytes | undefined;
  numericLocale: boolean;
  pager: 0 | 1 | 2;
  pagerMinLines: number;
  tableAttributes: Bytes | undefined;
  title: Bytes | undefined;
  tuplesOnly: boolean;
  unicodeBorder: Weight;
  unicodeColumn: Weight;
  unicodeHeader: Weight;
}

export const defaultPrintOptions: PrintOptions = {
  format: "aligned",
  expanded: "off",
  fillsRecords: () => false,
  headerWidth: "full",
  border: 1,
  columns: 0,
  csvFieldSeparator: ",",
  fieldSeparator: "|",
  fieldSeparatorZero: false,
  recordSeparator: "\n",
  recordSeparatorZero: false,
  footer: true,
  lineStyle: "ascii",
  null: undefined,
  numericLocale: false,
  pager: 1,
  pagerMinLines: 0,
  tableAttributes: undefined,
  title: undefined,
  tuplesOnly: false,
  unicodeBorder: "single",
  unicodeColumn: "single",
  unicodeHeader: "single",
};

/** A result that is ready to be laid out. */
export interface Table {
  headers: Bytes[];
  alignments: ("left" | "right")[];
  rows: Bytes[][];
  options: PrintOptions;
  charset: Charset;
  /** False for all but the first part of a result that is fetched in parts (FETCH_COUNT). */
  isStart: boolean;
  isEnd: boolean;
  /** Rows in earlier parts. */
  priorRows: number;
}

const RIGHT_ALIGNED = new Set([20, 21, 23, 26, 28, 29, 700, 701, 790, 1700, 5069]);

export function alignmentOf(type: number): "left" | "right" {
  return RIGHT_ALIGNED.has(type) ? "right" : "left";
}

export function tableOf(
  result: { fields: readonly Field[]; rows: readonly Row[] },
  options: PrintOptions,
  charset: Charset,
  part: { isStart: boolean; isEnd: boolean; priorRows: number } = {
    isStart: true,
    isEnd: true,
    priorRows: 0,
  },
): Table {
  const alignments = result.fields.map((field) => alignmentOf(field.type));
  const nullText = options.null ?? "";
  const rows = result.rows.map((row) =>
    row.map((value, column) => {
      if (value === null) return nullText;
      return options.numericLocale && alignments[column] === "right" ? groupDigits(value) : value;
    }),
  );
  return {
    headers: result.fields.map((field) => field.name),
    alignments,
    rows,
    options,
    charset,
    ...part,
  };
}

/** Puts commas between thousands, as psql does in the C locale. */
function groupDigits(value: Bytes): Bytes {
  if (!/^[0-9+\-.eE]*$/.test(value)) return value;
  return value.replace(/(?<=^[-+]?)\d+/, (digits) => {
    const first = digits.slice(0, digits.length % 3);
    const others = digits.slice(first.length).match(/\d{3}/g) ?? [];
    return [...(first === "" ? [] : [first]), ...others].join(",");
  });
}

export function lineStyleOf(options: PrintOptions): LineStyle {
  if (options.lineStyle === "ascii") return ascii;
  if (options.lineStyle === "old-ascii") return oldAscii;
  return unicode(options.unicodeBorder, options.unicodeColumn, options.unicodeHeader);
}

/** `(3 rows)`, unless footers are off. */
export function footerOf(table: Table): Bytes | undefined {
  if (!table.options.footer) return undefined;
  const count = table.priorRows + table.rows.length;
  return `(${count} ${count === 1 ? "row" : "rows"})`;
}
