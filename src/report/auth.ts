import type { AuthGenerateResult } from "../workflow/auth-generate.ts";
import type { Palette } from "./palette.ts";

/** What was written for Better Auth, and what it can't say in SQL. */
export function renderAuthGenerate(result: AuthGenerateResult, palette: Palette): string {
  const { file, version, configFile, createdTables, addedColumns, warnings } = result;
  const remarks = warnings.map((text) => `${palette.yellow("!")} ${text}`);
  const by = palette.dim(`(${configFile}, better-auth ${version})`);
  if (file === undefined) {
    return [
      `${palette.green("✓")} Nothing to write: the committed files hold all that Better Auth wants ${by}`,
      ...remarks,
    ].join("\n");
  }
  return [
    `${palette.green("✓")} Written: ${file} ${by}`,
    ...listed("new tables", createdTables),
    ...listed("new columns", addedColumns),
    ...remarks,
    "  Next: dbfirst sync applies it and pulls the tables",
  ].join("\n");
}

function listed(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`    ${what}: ${names.join(", ")}`];
}

export function authGenerateAsJson(result: AuthGenerateResult): unknown {
  const { file = null, ...rest } = result;
  return { schemaVersion: 1, file, ...rest };
}
