import type { PullResult } from "../workflow.ts";
import { formatKind } from "./kind.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";
import { printable } from "./printable.ts";

/** More changed files than this are counted instead of listed. */
const listedFiles = 40;

/** Tables with gaps beyond this number are counted, too. */
const listedOwners = 12;

/** What a pull wrote, and what Drizzle's TypeScript can't hold. */
export function renderPull(result: PullResult, { palette }: { palette: Palette }): string {
  return [
    ...renderObjects(result, palette),
    ...renderTables(result.changes.tables, palette),
    ...renderFiles(result, palette),
    ...renderProof(result, palette),
    ...renderGaps(result, palette),
  ].join("\n");
}

function renderObjects(
  { objects, schemaDirectory, drizzleOrm }: PullResult,
  palette: Palette,
): string[] {
  const counts = objects
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => formatKind(kind, count));
  return [
    `${palette.green("✓")} Pulled ${counts.length === 0 ? "an empty database" : listing(counts)} into ${schemaDirectory}/ for drizzle-orm ${drizzleOrm.line}`,
  ];
}

/** Tables beyond this number are counted. */
const namedTables = 8;

/** The tables and views that aren't what they were at the last pull; nothing where that are none. */
export function renderTables(
  { added, changed, removed }: PullResult["changes"]["tables"],
  palette: Palette,
): string[] {
  const told = (word: string, names: readonly string[]) => {
    if (names.length === 0) return [];
    const rest = names.length - namedTables;
    const more = rest > 0 ? ` and ${rest} more` : "";
    return [`    ${word}: ${names.slice(0, namedTables).map(printable).join(", ")}${more}`];
  };
  return [
    ...told(palette.green("new"), added),
    ...told(palette.yellow("changed"), changed),
    ...told(palette.red("gone"), removed),
  ];
}

/** The files that a pull wrote, or that it wrote none. */
export function renderFiles(
  { changes, snapshotFile }: Pick<PullResult, "changes" | "snapshotFile">,
  palette: Palette,
): string[] {
  const { added, changed, removed, unchanged, snapshot } = changes;
  const mark = {
    added: palette.green("+"),
    changed: palette.yellow("~"),
    removed: palette.red("-"),
  };
  const marked = [
    ...added.map((file) => `    ${mark.added} ${file}`),
    ...changed.map((file) => `    ${mark.changed} ${file}`),
    ...removed.map((file) => `    ${mark.removed} ${file}`),
  ];
  const rest = marked.length - listedFiles;
  const snapshotLine = snapshot === "unchanged" ? [] : [`    ${mark[snapshot]} ${snapshotFile}`];
  if (marked.length + snapshotLine.length === 0) {
    return [`    ${palette.dim(`no file changed (${formatCount(unchanged.length, "file")})`)}`];
  }
  return [
    ...marked.slice(0, listedFiles),
    ...(rest > 0 ? [`    … and ${formatCount(rest, "more file")}`] : []),
    ...snapshotLine,
    ...(unchanged.length > 0
      ? [`    ${palette.dim(`${formatCount(unchanged.length, "file")} unchanged`)}`]
      : []),
  ];
}

function renderProof({ proof }: PullResult, palette: Palette): string[] {
  if (proof.state !== "proved") return [];
  const statements = formatCount(proof.statements, "statement");
  return [
    `${palette.green("✓")} Proved: the TypeScript makes the same schema ${palette.dim(`(${statements})`)}`,
  ];
}

function renderGaps({ gaps }: PullResult, palette: Palette): string[] {
  if (gaps.length === 0) return [];
  const counts = countEach(gaps.map(({ kind }) => kind));
  return [
    `${palette.cyan("i")} Drizzle has no form for ${formatCount(gaps.length, "thing")}: ${counts.join(", ")}`,
    ...renderOwners(gaps),
    `    ${palette.dim("They stay in SQL. Comments in the files say where; the snapshot has them, and check-drift watches.")}`,
  ];
}

/** One line for each table, as many as fit on a screen. */
function renderOwners(gaps: PullResult["gaps"]): string[] {
  const byOwner = new Map<string, string[]>();
  for (const { of, kind } of gaps) {
    if (of === null) continue;
    const kinds = byOwner.get(of);
    if (kinds === undefined) byOwner.set(of, [kind]);
    else kinds.push(kind);
  }
  const lines = [...byOwner]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([owner, kinds]) => `    ${printable(owner)}: ${countEach(kinds).join(", ")}`);
  const rest = lines.length - listedOwners;
  return [
    ...lines.slice(0, listedOwners),
    ...(rest > 0 ? [`    … and of ${formatCount(rest, "more table")}`] : []),
  ];
}

/** `comment (3)`, the most frequent first. */
function countEach(kinds: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([kind, count]) => (count === 1 ? kind : `${kind} (${count})`));
}

function listing(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** The same as data, for `--format json`. */
export function pullAsJson(result: PullResult): unknown {
  const { snapshot, tables, ...files } = result.changes;
  return {
    schemaVersion: 1,
    schemaDirectory: result.schemaDirectory,
    drizzleOrm: result.drizzleOrm,
    snapshot: { file: result.snapshotFile, change: snapshot },
    objects: Object.fromEntries(result.objects.map(({ kind, count }) => [kind, count])),
    tables,
    files,
    gaps: result.gaps,
    proof: result.proof,
  };
}
