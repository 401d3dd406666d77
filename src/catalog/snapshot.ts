import { createHash } from "node:crypto";
import { compareCodePoints, compareFactOrder, type Catalog, type FactValue } from "./fact.ts";
import { fingerprint } from "./fingerprint.ts";

/** The version of the file's format. A change of the format, or of what facts mean, raises it. */
export const snapshotFormat = 1;

/** What is committed beside the generated schema: the facts, and what they were generated into. */
export interface CatalogSnapshot {
  catalog: Catalog;
  /** Name and version of each tool that the generated files depend on. */
  tools: Readonly<Record<string, string>>;
  /** The options that shaped the generated files, as JSON, by their names: `pull.casing`. Undefined: it wasn't recorded. */
  settings?: Readonly<Record<string, string>> | undefined;
  /**
   * The fingerprint of the facts that the files were made of, where these aren't the ones here: rules of `ignore` for parts of
   * tables leave facts out, and not the parts. Undefined: the ones here.
   */
  madeOf?: string | undefined;
  /**
   * The hash of the SQL files that give just these facts, as a replay of them showed: see `hashOfReplay`. Undefined: nobody knows
   * whether the facts are those of the SQL files.
   */
  replayed?: string | undefined;
  /** The files weren't proved. */
  unproved?: boolean | undefined;
  /** Path of each generated file, with forward slashes, and the SHA-256 of its bytes in lower-case hex. */
  files: Readonly<Record<string, string>>;
  /** The same of what each file says, however it is formatted. Undefined: it wasn't recorded. */
  code?: Readonly<Record<string, string>> | undefined;
  /** What the generated files can't say, told for people: it follows from the facts. Undefined: it wasn't recorded. */
  gaps?: readonly RecordedGaps[] | undefined;
}

/** What is lost of one table or view; null: of what stands alone. */
export interface RecordedGaps {
  of: string | null;
  /** The objects of each kind of gap. */
  gaps: Readonly<Record<string, readonly string[]>>;
}

/**
 * Writes a snapshot as JSON with one fact, file or tool per line, sorted: git shows and merges it by line. The same
 * snapshot always gives the same text. docs/formats.md specifies it.
 */
export function formatSnapshot(snapshot: CatalogSnapshot): string {
  const { catalog, tools, settings, madeOf, replayed, unproved, files, code, gaps } = snapshot;
  const facts = catalog.facts
    .toSorted(compareFactOrder)
    .map(({ kind, object, parent, attributes }) =>
      JSON.stringify({ kind, object, parent, attributes: sorted(attributes) }),
    );
  const unmodeled = catalog.unmodeled.map(({ kind, object }) => JSON.stringify({ kind, object }));
  const rest = [
    `"serverMajor": ${catalog.serverMajor},`,
    `"fingerprint": ${JSON.stringify(fingerprint(catalog.facts))},`,
    `"tools": ${block("{", entryLines(tools), "}")},`,
    ...(settings === undefined ? [] : [`"settings": ${block("{", entryLines(settings), "}")},`]),
    ...(madeOf === undefined ? [] : [`"madeOf": ${JSON.stringify(madeOf)},`]),
    ...(replayed === undefined ? [] : [`"replayed": ${JSON.stringify(replayed)},`]),
    ...(unproved === true ? ['"unproved": true,'] : []),
    `"files": ${block("{", entryLines(files), "}")},`,
    ...(code === undefined ? [] : [`"code": ${block("{", entryLines(code), "}")},`]),
    `"unmodeled": ${block("[", unmodeled, "]")},`,
    `"facts": ${block("[", facts, "]")}${gaps === undefined ? "" : ","}`,
    // After the facts: a check that finds no difference reads neither.
    ...(gaps === undefined ? [] : [`"gaps": ${block("[", gaps.map(gapLine), "]")}`]),
    "}",
    "",
  ].join("\n");
  return `{\n"format": ${snapshotFormat},\n"checksum": ${JSON.stringify(hash(rest))},\n${rest}`;
}

/** Whether a snapshot's text is, to the byte, what `formatSnapshot` gave: its checksum is that of all that follows. */
export function isAsWritten(text: string): boolean {
  const [start, checksum] = /^\{\n"format": \d+,\n"checksum": "([0-9a-f]{64})",\n/.exec(text) ?? [];
  return start !== undefined && hash(text.slice(start.length)) === checksum;
}

function hash(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

function gapLine({ of, gaps }: RecordedGaps): string {
  return JSON.stringify({ of, gaps: sorted(gaps) });
}

function block(open: string, lines: readonly string[], close: string): string {
  return lines.length === 0 ? open + close : `${open}\n${lines.join(",\n")}\n${close}`;
}

function entryLines(record: Readonly<Record<string, string>>): string[] {
  return Object.keys(record)
    .toSorted(compareCodePoints)
    .map((key) => `${JSON.stringify(key)}: ${JSON.stringify(record[key])}`);
}

function sorted(value: FactValue): FactValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => compareCodePoints(a, b));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
