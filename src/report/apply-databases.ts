import type { DatabaseResult } from "../workflow/apply-databases.ts";
import { errorAsJson, renderError } from "./error-text.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";

/** What became of each database, and one line for all: `done`, or how many failed. */
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
  const summary =
    failed.length === 0
      ? `${palette.green("✓")} All ${formatCount(results.length, "database")} ${done}`
      : `${palette.red("✗")} ${failed.length} of ${formatCount(results.length, "database")} failed: ${failed.map(({ name }) => name).join(", ")}`;
  return [...blocks, summary].join("\n\n");
}

export function databasesAsJson<T>(
  results: readonly DatabaseResult<T>[],
  asJson: (result: T) => unknown,
): unknown {
  return {
    schemaVersion: 1,
    databases: results.map(({ name, result, failure }) => ({
      name,
      result: result === null ? null : asJson(result),
      failure: failure === null ? null : errorAsJson(failure),
    })),
  };
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
