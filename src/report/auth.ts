import type { AuthGenerateResult } from "../workflow/auth/generate.ts";
import type { Palette } from "./palette.ts";

/** What was written, or would be, for Better Auth, and what it can't say in SQL. */
export function renderAuthGenerate(
  result: AuthGenerateResult,
  { dryRun }: { dryRun: boolean },
  palette: Palette,
): string {
  const { file, text, version, configFile, createdTables, addedColumns, warnings } = result;
  const remarks = warnings.map((warning) => `${palette.yellow("!")} ${warning}`);
  const by = palette.dim(`(${configFile}, better-auth ${version})`);
  if (file === undefined) {
    return [
      `${palette.green("✓")} Nothing to write: the committed files hold all that Better Auth wants ${by}`,
      ...remarks,
    ].join("\n");
  }
  return [
    ...(dryRun && text !== undefined ? [text] : []),
    dryRun
      ? `Would write ${file} ${by}; nothing was written`
      : `${palette.green("✓")} Written: ${file} ${by}`,
    ...listed("new tables", createdTables),
    ...listed("new columns", addedColumns),
    ...remarks,
    ...(dryRun ? [] : ["  Next: dbfirst sync applies it and pulls the tables"]),
  ].join("\n");
}

function listed(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`    ${what}: ${names.join(", ")}`];
}

/** The same as data, for `--format json`. */
export function authGenerateAsJson(
  result: AuthGenerateResult,
  { dryRun }: { dryRun: boolean },
): unknown {
  const { file = null, text = null, ...rest } = result;
  return { schemaVersion: 1, dryRun, file, text, ...rest };
}
