import { DbfirstError, ScriptError } from "../errors.ts";
import type { Palette } from "./palette.ts";
import { workflowCommand } from "./workflow-command.ts";

/** An error as a person reads it: what, where, why, what to do. Stack traces only for defects, or when asked for. */
export function renderError(
  error: unknown,
  palette: Palette,
  options: { verbose: boolean },
): string {
  if (!(error instanceof DbfirstError)) return renderDefect(error, palette);
  const lines = [`${palette.red("error:")} ${headline(error)}`];
  if (error instanceof ScriptError) {
    if (error.excerpt !== undefined)
      lines.push("", ...error.excerpt.split("\n").map((line) => `  ${line}`), "");
    if (error.detail !== undefined) lines.push(`detail: ${error.detail}`);
  }
  if (error.hint !== undefined) lines.push(`${palette.cyan("hint:")} ${error.hint}`);
  if (options.verbose && error.cause instanceof Error)
    lines.push(palette.dim(error.cause.stack ?? error.cause.message));
  return lines.join("\n");
}

function headline(error: DbfirstError): string {
  if (!(error instanceof ScriptError)) return error.message;
  const { file, line, column } = error.position;
  const state = error.sqlstate === undefined ? "" : ` (SQLSTATE ${error.sqlstate})`;
  return `${file}:${line}:${column}: ${error.message}${state}`;
}

function renderDefect(error: unknown, palette: Palette): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [`${palette.red("error:")} unexpected; this is a defect of dbfirst`, stack].join("\n");
}

/** The same as data, for `--format json`. */
export function errorAsJson(error: unknown): Record<string, unknown> {
  if (!(error instanceof DbfirstError)) return { code: "DEFECT", message: String(error) };
  return {
    code: error.code,
    message: error.message,
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(error instanceof ScriptError && {
      position: error.position,
      ...(error.sqlstate !== undefined && { sqlstate: error.sqlstate }),
    }),
  };
}

/** The same as an annotation, for `--format github`. */
export function errorAsAnnotation(error: unknown): string {
  const isKnown = error instanceof DbfirstError;
  const lines = isKnown ? [error.message, error.hint] : [String(error)];
  return workflowCommand({
    level: "error",
    title: "dbfirst",
    message: lines.filter((line) => line !== undefined).join("\n"),
    location: error instanceof ScriptError ? error.position : undefined,
  });
}
