import { DatabaseError, type ScriptError } from "../../errors.ts";
import type { Diagnostic } from "../../postgres/wire/responses.ts";
import { scriptErrorAt } from "./script-error.ts";
import { fromBytes, toBytes } from "../text/bytes.ts";

/** The server may have committed before it could say so. */
export function commitUnknown(
  file: string | undefined,
  diagnostic: Diagnostic | undefined,
): DatabaseError {
  const what = file === undefined ? "" : ` of ${file}`;
  const why = diagnostic === undefined ? "" : ` (${fromBytes(diagnostic.message)})`;
  return new DatabaseError(
    "COMMIT_UNKNOWN",
    `The connection to the server was lost during the COMMIT${what}${why}: whether it took effect isn't known.`,
    {
      sqlstate: diagnostic?.sqlstate,
      hint: "Run again, or look with dbfirst status: all that the transaction did, its record included, is there, or nothing of it.",
    },
  );
}

/** What was deferred to the end of the transaction has failed: nothing of it is left. */
export function commitFailure(
  script: { file: string; text?: string | undefined },
  diagnostic: Diagnostic,
): ScriptError {
  const lines = script.text?.trimEnd().split("\n") ?? [];
  const text = toBytes(lines.at(-1) ?? "");
  const place =
    script.text === undefined ? undefined : { line: lines.length, offset: text.length, text };
  return scriptErrorAt(
    `at the end of the transaction: ${fromBytes(diagnostic.message)}`,
    script.file,
    place,
    {
      sqlstate: diagnostic.sqlstate,
      detail: diagnostic.detail === undefined ? undefined : fromBytes(diagnostic.detail),
      hint: diagnostic.hint === undefined ? undefined : fromBytes(diagnostic.hint),
    },
  );
}
