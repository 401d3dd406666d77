import { DbfirstError } from "../errors.ts";
import { factKinds, type Catalog, type Fact, type FactKind, type UnmodeledObject } from "./fact.ts";
import { fingerprint } from "./fingerprint.ts";
import {
  isAsWritten,
  snapshotFormat,
  type CatalogSnapshot,
  type RecordedGaps,
} from "./snapshot.ts";

const regenerate = "`dbfirst pull` writes it anew from the database.";

/** What stands above a snapshot's facts. */
export type SnapshotHead = Omit<CatalogSnapshot, "catalog" | "gaps"> &
  Omit<Catalog, "facts" | "unread"> & { fingerprint: string };

/** A snapshot's text, read as far as a check needs that finds no difference. */
export interface OpenSnapshot {
  head: SnapshotHead;
  /** Reads the facts too. Throws as `parseSnapshot` does. */
  whole: () => CatalogSnapshot;
  /** What the files can't say, as far as it was recorded. */
  gaps: () => readonly RecordedGaps[] | undefined;
}

/**
 * Reads a snapshot's text as far as needed. In a file as it was written, its checksum vouches for the facts; in any other
 * they are read at once.
 *
 * @param path how the file is called in messages.
 * @throws DbfirstError SNAPSHOT_INVALID, as `parseSnapshot` does.
 */
export function openSnapshot(text: string, path: string): OpenSnapshot {
  const factsAt = text.indexOf(',\n"facts": [');
  if (factsAt > 0 && isAsWritten(text)) {
    const refuse = refusal(text, path);
    const head = readHead(parseJson(`${text.slice(0, factsAt)}}`, refuse), text, refuse);
    return { head, whole: () => parseSnapshot(text, path), gaps: () => readGaps(text) };
  }
  const whole = parseSnapshot(text, path);
  const { catalog, ...rest } = whole;
  const { facts, ...about } = catalog;
  return {
    head: { ...rest, ...about, fingerprint: fingerprint(facts) },
    whole: () => whole,
    gaps: () => undefined,
  };
}

/** Those stand at the end of a file as it was written. */
function readGaps(text: string): readonly RecordedGaps[] | undefined {
  const at = text.lastIndexOf('\n"gaps": [');
  if (at === -1) return undefined;
  return (JSON.parse(`{${text.slice(at)}`) as { gaps: RecordedGaps[] }).gaps;
}

/**
 * Reads a snapshot's text back. Layout doesn't matter, so a formatter may have been at it.
 *
 * @param path how the file is called in messages.
 * @throws DbfirstError SNAPSHOT_INVALID with file, line and column: merge conflict, cut off, no JSON, another version,
 *   changed by hand.
 */
export function parseSnapshot(text: string, path: string): CatalogSnapshot {
  const refuse = refusal(text, path);
  const conflict = /^(?:<{7}|={7}|>{7})(?: .*)?$/m.exec(text);
  if (conflict !== null)
    refuse(
      conflict.index,
      "the file has merge conflict markers.",
      // A merge brought the other side's migrations, too.
      "Take either side, then: `dbfirst sync` applies what is pending and writes it anew from the database.",
    );
  const document = parseJson(text, refuse);
  const { serverMajor, unmodeled, fingerprint: told, ...rest } = readHead(document, text, refuse);
  const { facts } = document as Record<string, unknown>;
  const at = positionOf(text, "facts");
  if (!Array.isArray(facts)) return refuse(at, "facts must be a list.");
  for (const [index, fact] of facts.entries())
    if (!isFact(fact))
      return refuse(at, `fact ${index + 1} of ${facts.length} is none: ${brief(fact)}`);
  if (!isAsWritten(text) && fingerprint(facts as Fact[]) !== told)
    return refuse(
      positionOf(text, "fingerprint"),
      "the facts don't have this fingerprint: the file was edited or merged by hand.",
    );
  return { catalog: { serverMajor, facts: facts as Fact[], unmodeled }, ...rest };
}

type Refuse = (offset: number, message: string, hint?: string) => never;

function refusal(text: string, path: string): Refuse {
  return (offset, message, hint = regenerate) => {
    throw new DbfirstError("SNAPSHOT_INVALID", `${path}:${position(text, offset)}: ${message}`, {
      hint,
    });
  };
}

function readHead(document: unknown, text: string, refuse: Refuse): SnapshotHead {
  const at = (key: string) => positionOf(text, key);
  if (!isRecord(document)) return refuse(0, "this is no catalog snapshot.");
  const { format } = document;
  if (typeof format !== "number") return refuse(at("format"), "this is no catalog snapshot.");
  if (format !== snapshotFormat)
    return refuse(
      at("format"),
      `the file has format ${format}; this version of dbfirst knows format ${snapshotFormat}.`,
      format > snapshotFormat ? "Update dbfirst to the version that wrote it." : regenerate,
    );
  const wanted = Object.entries(members);
  for (const [key, [fits, must]] of wanted)
    if (!fits(document[key])) return refuse(at(key), `${key} must ${must}.`);
  return Object.fromEntries(wanted.map(([key]) => [key, document[key]])) as unknown as SnapshotHead;
}

const isText = (value: unknown) => typeof value === "string";
const optional = (fits: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || fits(value);

/** What each member of the head has to be, and how an error says it. */
const members: Record<keyof SnapshotHead, [fits: (value: unknown) => boolean, must: string]> = {
  serverMajor: [Number.isInteger, "be a whole number"],
  fingerprint: [isText, "be a text"],
  tools: [isTextRecord, "map names to versions"],
  settings: [optional(isTextRecord), "map names to values"],
  madeOf: [optional(isText), "be a text"],
  replayed: [optional(isText), "be a text"],
  unproved: [optional((value) => typeof value === "boolean"), "be true or false"],
  files: [isTextRecord, "map paths to hashes"],
  code: [optional(isTextRecord), "map paths to hashes"],
  unmodeled: [
    (value) => Array.isArray(value) && value.every(isUnmodeled),
    "list kinds and objects",
  ],
};

function positionOf(text: string, key: string): number {
  return Math.max(text.indexOf(`"${key}"`), 0);
}

function parseJson(text: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message;
    if (!text.trimEnd().endsWith("}"))
      return refuse(text.trimEnd().length, "the file ends too early; it was cut off.");
    return refuse(failureOffset(text, message), "this is not valid JSON.");
  }
}

/** V8 tells the offset in most messages; where it doesn't, the first line that isn't JSON by itself is the one. */
function failureOffset(text: string, message: string): number {
  const told = /at position (\d+)/.exec(message)?.[1];
  if (told !== undefined) return Number(told);
  let offset = 0;
  for (const line of text.split("\n")) {
    const content = line.trim().replace(/,$/, "");
    if (content.startsWith("{") && content.length > 1 && !isJson(content)) return offset;
    offset += line.length + 1;
  }
  return 0;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function position(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return `${line}:${Array.from(before.slice(before.lastIndexOf("\n") + 1)).length + 1}`;
}

function isFact(value: unknown): value is Fact {
  return (
    isRecord(value) &&
    factKinds.includes(value["kind"] as FactKind) &&
    typeof value["object"] === "string" &&
    (value["parent"] === null || typeof value["parent"] === "string") &&
    isRecord(value["attributes"])
  );
}

function isUnmodeled(value: unknown): value is UnmodeledObject {
  return (
    isRecord(value) && typeof value["kind"] === "string" && typeof value["object"] === "string"
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextRecord(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((item) => typeof item === "string");
}

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
