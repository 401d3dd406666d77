import type { Project } from "../../config/load.ts";
import type { Finding } from "../../drift/finding.ts";
import { PullError } from "../../errors.ts";
import type { BuiltSchema } from "../../pull/prove/prove-statements.ts";

// What is made of a proof that didn't come out even: whether it says anything of the files, and how that is told.

/** Objects that a statement refers to and that aren't there. */
const undefinedObjects = new Set(["42P01", "42883", "42704", "3F000", "42703"]);

/** Syntax, values and their types: nothing that is missing makes a statement fail so. */
const wrongByItself = /^(?:0A000|42601|22...)$/;

/**
 * Statements may fail because of what the bare server lacks; then nothing can be told.
 *
 * @returns why, as a sentence; undefined: they were run, or are wrong.
 */
export function whyIncomplete(
  { failed, missing }: BuiltSchema,
  project: Project,
): string | undefined {
  const [first] = failed;
  if (first === undefined) return undefined;
  const lacking =
    missing.find(({ kind }) => kind === "extension") ??
    missing.find(({ code }) => !undefinedObjects.has(code ?? "")) ??
    missing[0];
  // What is wrong by itself may be why the others lack something.
  const isWrong = failed.some(({ code }) => code !== undefined && wrongByItself.test(code));
  if (lacking !== undefined && !isWrong) {
    const way = lacking.kind === "extension" ? " --shadow-url names a server that has it." : "";
    return `${lacking.kind} ${lacking.object} can't be made on the throw-away server (${lacking.message}).${way}`;
  }
  if (project.schemas !== undefined && undefinedObjects.has(first.code ?? ""))
    return `it needs something outside of the schemas that are pulled (${first.message}).`;
  return undefined;
}

/** More differences than this are counted instead of listed. */
const listed = 10;

/** @throws PullError PROOF_FAILED with the statements that couldn't be run. */
export function refuseFailures({ failed }: BuiltSchema): void {
  if (failed.length === 0) return;
  throw refusal(
    "PostgreSQL refuses the SQL that drizzle-kit makes of the TypeScript",
    failed.map(({ statement, message }) => `${message}, in: ${oneLine(statement)}`),
  );
}

/** @throws PullError PROOF_FAILED with what differs. */
export function refuseDifferences(found: readonly Finding[]): void {
  if (found.length === 0) return;
  throw refusal(
    "The TypeScript doesn't make the database that it was pulled from",
    found.map(describeDifference),
  );
}

function refusal(message: string, found: readonly string[]): PullError {
  const lines = found.slice(0, listed).map((line) => `\n  ${line}`);
  const rest = found.length - lines.length;
  return new PullError(
    "PROOF_FAILED",
    `${message}:${lines.join("")}${rest > 0 ? `\n  … and ${rest} more` : ""}`,
    {
      hint: "Nothing was written. This is a defect of drizzle-kit's or dbfirst's: please report it. --no-prove writes the files as they are.",
    },
  );
}

/** One difference of the built database from the one that was pulled, as the middle of a sentence. */
export function describeDifference({
  kind,
  object,
  change,
  attribute,
  expected,
  actual,
}: Finding): string {
  if (change === "removed") return `${kind} ${object} is missing`;
  if (change === "added") return `${kind} ${object} is there, and shouldn't be`;
  return `${kind} ${object}: ${attribute ?? ""} is ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`;
}

function oneLine(statement: string): string {
  const line = statement.replaceAll(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
