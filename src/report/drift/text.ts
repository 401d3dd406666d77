import type { Finding } from "../../drift/finding.ts";
import type { DriftReport } from "../../drift/report.ts";
import { formatKind } from "../kind.ts";
import { countDifferences, countRewritten } from "./headline.ts";
import { describeIgnored } from "./ignored.ts";
import { renderChange } from "./value.ts";
import { formatCount } from "../measure.ts";
import type { Palette } from "../palette.ts";

/** How a text report may look. */
export interface DriftTextStyle {
  palette: Palette;
  /** Columns. */
  width: number;
}

const causeNotes = {
  "out-of-band": "changed past the SQL files",
  "pending-migration": "pending migration",
  "stale-files": "not pulled yet",
  unknown: null,
} as const;

const marks = { added: "+", removed: "-", changed: "~" } as const;

/** A drift report for people: the verdict, every object that differs, what to do. */
export function renderDriftText(report: DriftReport, style: DriftTextStyle): string {
  return [
    headline(report, style.palette),
    ...renderFindings(report, style),
    ...renderFiles(report, style.palette),
    ...renderPending(report, style.palette),
    ...renderUnmodeled(report, style.palette),
    ...renderIgnored(report, style.palette),
    ...renderAdvice(report, style.palette),
  ].join("\n");
}

const sides = {
  committed: "the committed files",
  database: "the database",
  migrations: "the SQL files",
} as const;

function headline(report: DriftReport, palette: Palette): string {
  const { verdict, unmodeled } = report;
  const expected = sides[report.expected];
  const actual = sides[report.actual];
  if (verdict === "in-sync")
    return `${palette.green("✓")} In sync: ${expected} and ${actual} agree`;
  if (verdict === "unknown")
    return `${palette.yellow("?")} Can't tell: ${formatCount(unmodeled.length, "object")} can't be compared; nothing else differs`;
  const differences = countDifferences(report).join(" and ");
  const parts = [
    ...(differences === ""
      ? []
      : [`${palette.bold(differences)} between ${expected} and ${actual}`]),
    ...countRewritten(report).map((part) => palette.bold(part)),
  ];
  return `${palette.red("✗")} ${palette.bold("Drift:")} ${parts.join("; ")}`;
}

/** Findings under the object that they belong to: a column under its table. */
function renderFindings(report: DriftReport, style: DriftTextStyle): string[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    const owner = ownerOf(finding);
    const group = groups.get(owner);
    if (group === undefined) groups.set(owner, [finding]);
    else group.push(finding);
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([owner, group]) => [
      "",
      `  ${style.palette.bold(owner)}`,
      ...group.flatMap((finding) =>
        renderFinding(finding, { owner, actual: sides[report.actual] }, style),
      ),
    ]);
}

/** What is part of a table or a domain stands under it; everything else under its own name. */
function ownerOf({ kind, object, parent }: Finding): string {
  const isPart =
    parent !== null &&
    (object.startsWith(`${parent}.`)
      ? kind === "column"
      : /^(?:constraint|trigger|policy|rule|index|statistics)$/.test(kind));
  return isPart ? parent : object;
}

function renderFinding(
  finding: Finding,
  { owner, actual }: { owner: string; actual: string },
  style: DriftTextStyle,
): string[] {
  const { kind, object, change, attribute } = finding;
  const { palette } = style;
  const color = { added: palette.green, removed: palette.red, changed: palette.yellow }[change];
  const notes = [
    ...(causeNotes[finding.cause] === null ? [] : [causeNotes[finding.cause]]),
    ...(finding.visibleToDrizzle ? [] : ["Drizzle doesn't show this"]),
  ];
  const remark = notes.length === 0 ? "" : palette.dim(`  (${notes.join("; ")})`);
  const name = [
    kind,
    object === owner ? undefined : shortName(object, owner),
    attribute ?? undefined,
  ]
    .filter((part) => part !== undefined)
    .join(" ");
  const head = `    ${color(marks[change])} ${name}`;
  if (attribute === null) {
    const side = change === "added" ? `is only in ${actual}` : `is missing from ${actual}`;
    return [`${head} ${side}${includedText(finding)}${remark}`];
  }
  return renderChange({ head, tail: includedText(finding) + remark, finding }, style);
}

/** `slug` instead of `app.team.slug`, `team_slug_key` instead of `team_slug_key on app.team`. */
function shortName(object: string, owner: string): string {
  if (object.startsWith(`${owner}.`)) return object.slice(owner.length + 1);
  const suffix = ` on ${owner}`;
  return object.endsWith(suffix) ? object.slice(0, -suffix.length) : object;
}

function includedText({ includes, attribute }: Finding): string {
  const counts = Object.entries(includes).map(([kind, count]) => formatKind(kind, count));
  if (counts.length === 0) return "";
  return attribute === null
    ? `, with ${counts.join(", ")}`
    : `, also of ${counts.join(", ")} inheriting it`;
}

function renderFiles({ files }: DriftReport, palette: Palette): string[] {
  if (files.length === 0) return [];
  const color = { added: palette.green, removed: palette.red, changed: palette.yellow };
  const text = {
    added: "isn't in the repository",
    removed: "shouldn't be in the repository",
    changed: "isn't what a pull gives",
  };
  return [
    "",
    `  ${palette.bold("generated files")}`,
    ...files.map(
      ({ path, change }) => `    ${color[change](marks[change])} ${path} ${text[change]}`,
    ),
  ];
}

function renderPending({ pending }: DriftReport, palette: Palette): string[] {
  if (pending.length === 0) return [];
  return [
    "",
    `  ${palette.bold("migrations that the database doesn't have as they are")}`,
    ...pending.map(
      ({ source, migration, state }) =>
        `    ${palette.yellow("…")} ${source}: ${migration}${state === "pending" ? "" : ` (${state})`}`,
    ),
  ];
}

function renderUnmodeled({ unmodeled }: DriftReport, palette: Palette): string[] {
  if (unmodeled.length === 0) return [];
  return [
    "",
    `  ${palette.bold("can't be compared")}`,
    ...unmodeled.map(({ kind, object }) => `    ${palette.yellow("?")} ${kind} ${object}`),
  ];
}

function renderIgnored({ ignored }: DriftReport, palette: Palette): string[] {
  if (ignored.length === 0) return [];
  return [
    "",
    `  ${palette.bold("ignored")}`,
    ...ignored.map((entry) => {
      const { effect, rule } = describeIgnored(entry);
      const mark = entry.count === 0 ? palette.yellow("?") : palette.dim("·");
      return `    ${mark} ${effect}: ${entry.reason} ${palette.dim(`(${rule})`)}`;
    }),
  ];
}

function renderAdvice(report: DriftReport, palette: Palette): string[] {
  if (report.verdict !== "drift") return [];
  const causes = new Set(report.findings.map(({ cause }) => cause));
  const states = new Set(report.pending.map(({ state }) => state));
  const advice: string[] = [];
  const command = (text: string) => palette.cyan(text);
  if (causes.has("pending-migration")) {
    advice.push(`Migrations are pending: ${command("dbfirst apply")} applies them.`);
  }
  if (states.has("changed") || states.has("missing")) {
    advice.push(
      "An applied SQL file was edited or removed: put it back, and write the change as a new file.",
    );
  }
  if (states.has("interrupted")) {
    advice.push(
      "An SQL file broke off halfway, outside a transaction: see what it did, undo it or complete it by hand, then delete its row in dbfirst.ledger or set its finished_at.",
    );
  }
  if (causes.has("stale-files")) {
    advice.push(
      `The generated files are behind: ${command(report.actual === "database" ? "dbfirst pull" : "dbfirst sync")}, then commit what it writes.`,
    );
  }
  if (report.files.length > 0 && !causes.has("stale-files")) {
    const edited = report.files.some(({ change }) => change === "changed");
    advice.push(
      `Generated files aren't as they were written: ${command(edited ? "dbfirst pull --force" : "dbfirst pull")} writes them anew; a wanted change belongs into the SQL.`,
    );
  }
  if (causes.has("out-of-band")) {
    advice.push(
      `Somebody changed the database past the SQL files: undo it there, or write it as an SQL file; ${command("dbfirst pull")} alone takes it over.`,
    );
  }
  if (causes.has("unknown")) {
    advice.push(
      `If the database is right: ${command("dbfirst pull")}, then commit what it writes. If the files are: change the database by an SQL file.`,
    );
  }
  return ["", "  What to do:", ...advice.map((line) => `    ${line}`)];
}
