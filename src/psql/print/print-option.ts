import type { Bytes } from "../text/bytes.ts";
import { parseAtoi } from "../c-number.ts";
import { notAvailable } from "../special-variables.ts";
import { parseBoolean } from "../variables.ts";
import type { Weight } from "./line-style.ts";
import type { Format, PrintOptions } from "./table.ts";

const FORMATS: readonly Format[] = [
  "aligned",
  "asciidoc",
  "csv",
  "html",
  "latex",
  "troff-ms",
  "unaligned",
  "wrapped",
];

/** The options with one of them changed as `\pset` does; or why not. Without a value, switches are toggled. */
export function setPrintOption(
  options: PrintOptions,
  name: Bytes,
  value: Bytes | undefined,
): PrintOptions | Bytes {
  const change = (changed: Partial<PrintOptions>): PrintOptions => ({ ...options, ...changed });
  const toggle = (
    current: boolean,
    apply: (on: boolean) => Partial<PrintOptions>,
  ): PrintOptions | Bytes => {
    if (value === undefined) return change(apply(!current));
    const on = parseBoolean(value);
    return on === undefined
      ? `unrecognized value "${value}" for "${name}": Boolean expected`
      : change(apply(on));
  };
  const weight = (
    what: string,
    apply: (weight: Weight) => Partial<PrintOptions>,
  ): PrintOptions | Bytes => {
    if (value === undefined) return options;
    const chosen = (["single", "double"] as const).find((style) =>
      style.startsWith(value.toLowerCase()),
    );
    return chosen === undefined
      ? `\\pset: allowed Unicode ${what} line styles are single, double`
      : change(apply(chosen));
  };
  switch (name) {
    case "format":
      return setFormat(options, value);
    case "linestyle": {
      if (value === undefined) return options;
      const style = (["ascii", "old-ascii", "unicode"] as const).find((each) =>
        each.startsWith(value.toLowerCase()),
      );
      return style === undefined
        ? "\\pset: allowed line styles are ascii, old-ascii, unicode"
        : change({ lineStyle: style });
    }
    case "unicode_border_linestyle":
      return weight("border", (unicodeBorder) => ({ unicodeBorder }));
    case "unicode_column_linestyle":
      return weight("column", (unicodeColumn) => ({ unicodeColumn }));
    case "unicode_header_linestyle":
      return weight("header", (unicodeHeader) => ({ unicodeHeader }));
    case "border":
      return value === undefined ? options : change({ border: parseAtoi(value) & 0xffff });
    case "x":
    case "expanded":
    case "vertical": {
      if (value === undefined)
        return change({ expanded: options.expanded === "off" ? "on" : "off" });
      if (value.toLowerCase() === "auto") return change({ expanded: "auto" });
      const on = parseBoolean(value);
      return on === undefined
        ? notAvailable(name, value, "on, off, auto")
        : change({ expanded: on ? "on" : "off" });
    }
    case "xheader_width":
      return setHeaderWidth(options, value);
    case "csv_fieldsep":
      if (value === undefined) return options;
      if (value.length !== 1) return "\\pset: csv_fieldsep must be a single one-byte character";
      if (/["\n\r]/.test(value))
        return "\\pset: csv_fieldsep cannot be a double quote, a newline, or a carriage return";
      return change({ csvFieldSeparator: value });
    case "numericlocale":
      return toggle(options.numericLocale, (numericLocale) => ({ numericLocale }));
    case "null":
      return value === undefined ? options : change({ null: value });
    case "fieldsep":
      return value === undefined
        ? options
        : change({ fieldSeparator: value, fieldSeparatorZero: false });
    case "fieldsep_zero":
      return change({ fieldSeparatorZero: true });
    case "recordsep":
      return value === undefined
        ? options
        : change({ recordSeparator: value, recordSeparatorZero: false });
    case "recordsep_zero":
      return change({ recordSeparatorZero: true });
    case "t":
    case "tuples_only":
      return toggle(options.tuplesOnly, (tuplesOnly) => ({ tuplesOnly }));
    case "C":
    case "title":
      return change({ title: value });
    case "T":
    case "tableattr":
      return change({ tableAttributes: value });
    case "pager": {
      if (value === undefined) return change({ pager: options.pager === 1 ? 0 : 1 });
      if (value.toLowerCase() === "always") return change({ pager: 2 });
      const on = parseBoolean(value);
      return on === undefined
        ? notAvailable(name, value, "on, off, always")
        : change({ pager: on ? 1 : 0 });
    }
    case "pager_min_lines":
      return value === undefined ? options : change({ pagerMinLines: parseAtoi(value) });
    case "footer":
      return toggle(options.footer, (footer) => ({ footer }));
    case "columns":
      return value === undefined ? options : change({ columns: parseAtoi(value) });
    default:
      return `\\pset: unknown option: ${name}`;
  }
}

function setFormat(options: PrintOptions, value: Bytes | undefined): PrintOptions | Bytes {
  if (value === undefined) return options;
  const wanted = value.toLowerCase();
  const [first, second] = FORMATS.filter((format) => format.startsWith(wanted));
  if (first !== undefined && second !== undefined)
    return `\\pset: ambiguous abbreviation "${value}" matches both "${first}" and "${second}"`;
  const format = first ?? ("latex-longtable".startsWith(wanted) ? "latex-longtable" : undefined);
  if (format === undefined)
    return "\\pset: allowed formats are aligned, asciidoc, csv, html, latex, latex-longtable, troff-ms, unaligned, wrapped";
  return { ...options, format };
}

function setHeaderWidth(options: PrintOptions, value: Bytes | undefined): PrintOptions | Bytes {
  if (value === undefined) return options;
  const named = (["full", "column", "page"] as const).find((name) => name === value.toLowerCase());
  const headerWidth = named ?? parseAtoi(value);
  if (headerWidth !== 0) return { ...options, headerWidth };
  return '\\pset: allowed xheader_width values are "full" (default), "column", "page", or a number specifying the exact width';
}
