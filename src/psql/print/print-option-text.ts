import type { Bytes } from "../text/bytes.ts";
import type { PrintOptions } from "./table.ts";

const onOff = (on: boolean): string => (on ? "on" : "off");

/** What `\pset` says after it has changed an option. */
export function describePrintOption(options: PrintOptions, name: Bytes): Bytes {
  switch (name) {
    case "border":
      return `Border style is ${options.border}.`;
    case "columns":
      return options.columns === 0
        ? "Target width is unset."
        : `Target width is ${options.columns}.`;
    case "x":
    case "expanded":
    case "vertical":
      return options.expanded === "auto"
        ? "Expanded display is used automatically."
        : `Expanded display is ${options.expanded}.`;
    case "xheader_width":
      return typeof options.headerWidth === "number"
        ? `Expanded header width is ${options.headerWidth}.`
        : `Expanded header width is "${options.headerWidth}".`;
    case "csv_fieldsep":
      return `Field separator for CSV is "${options.csvFieldSeparator}".`;
    case "fieldsep":
      return options.fieldSeparatorZero
        ? "Field separator is zero byte."
        : `Field separator is "${options.fieldSeparator}".`;
    case "fieldsep_zero":
      return "Field separator is zero byte.";
    case "footer":
      return `Default footer is ${onOff(options.footer)}.`;
    case "format":
      return `Output format is ${options.format}.`;
    case "linestyle":
      return `Line style is ${options.lineStyle}.`;
    case "null":
      return `Null display is "${options.null ?? ""}".`;
    case "numericlocale":
      return `Locale-adjusted numeric output is ${onOff(options.numericLocale)}.`;
    case "pager":
      return (
        ["Pager usage is off.", "Pager is used for long output.", "Pager is always used."][
          options.pager
        ] ?? ""
      );
    case "pager_min_lines": {
      const lines = options.pagerMinLines;
      return `Pager won't be used for less than ${lines} ${lines === 1 ? "line" : "lines"}.`;
    }
    case "recordsep":
      if (options.recordSeparatorZero) return "Record separator is zero byte.";
      return options.recordSeparator === "\n"
        ? "Record separator is <newline>."
        : `Record separator is "${options.recordSeparator}".`;
    case "recordsep_zero":
      return "Record separator is zero byte.";
    case "T":
    case "tableattr":
      return options.tableAttributes === undefined
        ? "Table attributes unset."
        : `Table attributes are "${options.tableAttributes}".`;
    case "C":
    case "title":
      return options.title === undefined ? "Title is unset." : `Title is "${options.title}".`;
    case "t":
    case "tuples_only":
      return `Tuples only is ${onOff(options.tuplesOnly)}.`;
    case "unicode_border_linestyle":
      return `Unicode border line style is "${options.unicodeBorder}".`;
    case "unicode_column_linestyle":
      return `Unicode column line style is "${options.unicodeColumn}".`;
    default:
      return `Unicode header line style is "${options.unicodeHeader}".`;
  }
}

/** All options with their values, as `\pset` without arguments lists them. */
export function listPrintOptions(options: PrintOptions): Bytes {
  const values: Record<string, Bytes> = {
    border: String(options.border),
    columns: String(options.columns),
    csv_fieldsep: quoted(options.csvFieldSeparator),
    expanded: options.expanded,
    fieldsep: quoted(options.fieldSeparatorZero ? "" : options.fieldSeparator),
    fieldsep_zero: onOff(options.fieldSeparatorZero),
    footer: onOff(options.footer),
    format: options.format,
    linestyle: options.lineStyle,
    null: quoted(options.null ?? ""),
    numericlocale: onOff(options.numericLocale),
    pager: String(options.pager),
    pager_min_lines: String(options.pagerMinLines),
    recordsep: quoted(options.recordSeparatorZero ? "" : options.recordSeparator),
    recordsep_zero: onOff(options.recordSeparatorZero),
    tableattr: options.tableAttributes === undefined ? "" : quoted(options.tableAttributes),
    title: options.title === undefined ? "" : quoted(options.title),
    tuples_only: onOff(options.tuplesOnly),
    unicode_border_linestyle: options.unicodeBorder,
    unicode_column_linestyle: options.unicodeColumn,
    unicode_header_linestyle: options.unicodeHeader,
    // Named once it was set: psql 15 doesn't have it.
    ...(options.headerWidth !== "full" && { xheader_width: String(options.headerWidth) }),
  };
  return Object.entries(values)
    .map(([name, value]) => `${name.padEnd(24)} ${value}\n`)
    .join("");
}

function quoted(text: Bytes): Bytes {
  return `'${text.replaceAll(/['\n]/g, (character) => (character === "'" ? "\\'" : "\\n"))}'`;
}
