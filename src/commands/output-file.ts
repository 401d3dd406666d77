/** The formats that a report can be written in, each with the ends of names that tell it. */
export type FormatExtensions = Readonly<Record<string, readonly string[]>>;

/** A file that a report is written to. */
export interface OutputFile<Format extends string = string> {
  path: string;
  format: Format;
}

/**
 * Reads the value of `--output`: `drift.sarif`, whose end tells the format, or `json=report.txt`. Undefined where neither
 * does.
 */
export function parseOutputFile<Formats extends FormatExtensions>(
  value: string,
  formats: Formats,
): OutputFile<keyof Formats & string> | undefined {
  const named = /^(\w+)=(.+)$/s.exec(value);
  if (named !== null && Object.hasOwn(formats, named[1]!))
    return { format: named[1]!, path: named[2]! };
  const name = value.split(/[\\/]/).at(-1)!.toLowerCase();
  const ends = Object.entries(formats).flatMap(([format, extensions]) =>
    extensions.map((extension) => ({ format, extension })),
  );
  // drift.sarif.json is SARIF: the longest end that fits.
  const [found] = ends
    .filter(({ extension }) => name.endsWith(extension) && name.length > extension.length)
    .toSorted((a, b) => b.extension.length - a.extension.length);
  return found && { format: found.format, path: value };
}

/** What is wrong with a value of `--output`; undefined where nothing is. */
export function checkOutputFile(value: string, formats: FormatExtensions): string | undefined {
  if (parseOutputFile(value, formats) !== undefined) return undefined;
  const extensions = Object.values(formats).flatMap(([extension]) => extension ?? []);
  return `takes a file whose name ends in ${extensions.join(", ")}, or FORMAT=FILE; found "${value}"`;
}
