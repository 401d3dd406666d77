import type { DatabaseResult } from "../workflow/apply/apply-databases.ts";
import { stoppedAsJson } from "./apply.ts";
import { errorAsJson, renderError } from "./error-text.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";

/** What became of each database, and one line for all: `done` ("could be looked at"), or how many failed. */
export function renderDatabases<T>(
  results: readonly DatabaseResult<T>[],
  palette: Palette,
  { render, done }: { render: (result: T, palette: Palette) => string; done: string },
): string {
  const failed = results.filter(({ failure }) => failure !== null);
  const blocks = results.map(({ name, result, failure }) => {
    const text =
      result === null ? renderError(failure, palette, { verbose: false }) : render(result, palette);
    return `${palette.bold(name)}\n${indent(text)}`;
  });
  const all = results.length === 1 ? "The database" : `All ${results.length} databases`;
  const summary =
    failed.length === 0
      ? `${palette.green("✓")} ${all} ${done}`
      : `${palette.red("✗")} ${failed.length} of ${formatCount(results.length, "database")} failed: ${failed.map(({ name }) => name).join(", ")}`;
  return [...blocks, summary].join("\n\n");
}

/** What so many databases are that need nothing. */
export function upToDate(count: number): string {
  return count === 1 ? "is up to date" : "are up to date";
}

/** The same as data, for `--format json`; `asJson` gives what was done on one database. */
export function databasesAsJson<T>(
  results: readonly DatabaseResult<T>[],
  asJson: (result: T) => unknown,
): unknown {
  return {
    schemaVersion: 1,
    databases: results.map(({ name, result, failure, stoppedAfter }) => ({
      name,
      result: result === null ? null : asJson(result),
      failure: failure === null ? null : errorAsJson(failure),
      ...stoppedAsJson(stoppedAfter),
    })),
  };
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
}
