import type { Reasons, Rebuild, SyncedAgain } from "../workflow/watch/sync-again.ts";
import type { WatchNews } from "../workflow/watch/watch.ts";
import { renderApply } from "./apply.ts";
import { renderError } from "./error-text.ts";
import { formatCount, formatDuration } from "./measure.ts";
import type { Palette } from "./palette.ts";
import { printable } from "./printable.ts";
import { renderFiles, renderTables } from "./pull.ts";
import { renderSync } from "./sync.ts";

/** More saved files than this are counted. */
const listedChanges = 5;

export interface WatchStyle {
  palette: Palette;
  width: number;
  verbose: boolean;
  /** The time of day, as it is printed. */
  time: string;
}

/** What is printed of a watch's news; undefined: nothing. */
export function renderWatch(news: WatchNews, style: WatchStyle): string | undefined {
  const { palette } = style;
  switch (news.kind) {
    case "watching":
      return palette.dim(
        `Watching ${[...news.folders, "and the configuration"].join(", ")}; Ctrl-C ends it.`,
      );
    case "synced":
      return news.changes.length === 0
        ? renderFirst(news.result, style)
        : [renderChanges(news, style), ...renderAgain(news, palette)].join("\n");
    case "failed":
      return [
        ...(news.changes.length === 0 ? [] : [renderChanges(news, style)]),
        news.again
          ? `${palette.red("error:")} the same as before`
          : renderError(news.error, palette, style),
        ...(news.untouched === undefined || news.again ? [] : [renderUntouched(news.untouched)]),
      ].join("\n");
    case "proved":
      return news.proof.state === "proved"
        ? `${palette.green("✓")} Proved: the TypeScript makes the same schema`
        : undefined;
    case "not proved":
      return [
        renderError(news.error, palette, style),
        `${palette.yellow("!")} The files are written nevertheless: don't commit them.`,
      ].join("\n");
  }
}

function renderFirst({ synced, rebuilt }: SyncedAgain, style: WatchStyle): string {
  return [...renderRebuild(rebuilt, style.palette), renderSync(synced, style)].join("\n");
}

const marks = { added: "+", changed: "~", removed: "-" } as const;

function renderChanges(
  { changes }: Extract<WatchNews, { changes: unknown }>,
  { palette, time }: WatchStyle,
): string {
  const named = changes
    .slice(0, listedChanges)
    .map(({ path, change }) => `${marks[change]} ${printable(path)}`);
  const rest = changes.length - named.length;
  const more = rest > 0 ? [`and ${formatCount(rest, "more file")}`] : [];
  return palette.dim(`[${time}] ${[...named, ...more].join("  ")}`);
}

function renderAgain(
  { result: { synced, rebuilt }, duration }: Extract<WatchNews, { kind: "synced" }>,
  palette: Palette,
): string[] {
  const { applied, pulled } = synced;
  const took = palette.dim(`(${formatDuration(duration)})`);
  const { added, changed, removed, snapshot } = pulled.changes;
  const wrote = added.length + changed.length + removed.length > 0 || snapshot !== "unchanged";
  const hasRun = applied.applied.length > 0;
  return [
    ...renderRebuild(rebuilt, palette),
    ...(!hasRun || rebuilt !== undefined ? [] : [renderApply(applied, palette)]),
    ...renderTables(pulled.changes.tables, palette),
    ...(wrote ? renderFiles(pulled, palette) : []),
    `${palette.green("✓")} ${wrote || hasRun ? "Database, TypeScript and snapshot agree" : "Nothing to change"} ${took}`,
  ];
}

const reasons = {
  changed: "was changed after it was applied",
  missing: "was applied and is gone",
  interrupted: "was begun and not completed",
} as const;

function renderRebuild(rebuilt: Rebuild | undefined, palette: Palette): string[] {
  if (rebuilt === undefined) return [];
  const { committed, seeded } = rebuilt;
  return [
    `${palette.yellow("↻")} The embedded database was made anew${renderReasons(rebuilt)}`,
    `    ${seeded ? "It was seeded; other data is gone." : "Its data is gone; `seed` in dbfirst.config.ts fills it."}`,
    ...committed.map(
      (file) =>
        `${palette.yellow("!")} ${printable(file)} is committed in another form: databases that have applied that will refuse this one.`,
    ),
  ];
}

function renderUntouched(untouched: Reasons): string {
  return `The embedded database is as it was${renderReasons(untouched)}, and a rehearsal on a throw-away one failed.`;
}

function renderReasons({ because: [first, ...rest] }: Reasons): string {
  if (first === undefined) return "";
  const more = rest.length > 0 ? ` (and ${formatCount(rest.length, "more file")})` : "";
  return `: ${printable(first.file)} ${reasons[first.state]}${more}`;
}
