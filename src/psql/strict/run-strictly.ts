import { type ScriptError, UsageError } from "../../errors.ts";
import { ConnectionLostError } from "../execute/run-statement.ts";
import { filePath, systemPath } from "../file-path.ts";
import { LineSource, openFile, readStream, readText } from "../line-source.ts";
import { runSource } from "../main-loop.ts";
import { RefusedScriptError } from "../permissions.ts";
import { type Refusal, ScriptScan } from "../scan/scan.ts";
import { scriptErrorAt } from "../messages/script-error.ts";
import type { ScriptReporter } from "../messages/script-reporter.ts";
import type { Session } from "../state.ts";
import { systemMessage } from "../messages/system-message.ts";
import { fromBytes, toBytes } from "../text/bytes.ts";
import { TransactionGuard } from "./transaction-guard.ts";

/** What is run in a ScriptSession. */
export interface GivenScript {
  /** As it is named in messages; \ir is relative to it. */
  file: string;
  /** undefined: what the file holds. */
  text?: string | undefined;
  /** Where the text comes from while it runs, in its place. What it isn't allowed is found when it is met. */
  stream?: NodeJS.ReadableStream | undefined;
  /** Its BEGIN at the beginning and COMMIT at the end are passed over within a transaction (inspect.ts knows). */
  ownTransaction?: boolean | undefined;
}

/**
 * Runs a script up to its first error of any kind, which is returned. Nothing is sent of one that asks for what isn't
 * allowed, as far as that can be seen; the transaction is watched as the options of a ScriptSession say.
 *
 * @throws UsageError when the file can't be read
 */
export async function runStrictly(
  state: Session,
  reporter: ScriptReporter,
  script: GivenScript,
  options: {
    transactionHint?: string | undefined;
    onTag?: ((tag: string) => void) | undefined;
  },
): Promise<ScriptError | undefined> {
  const guard = new TransactionGuard(state, reporter, {
    hint: options.transactionHint ?? OWN_TRANSACTION,
    withoutTransaction: options.transactionHint ?? WITHOUT_TRANSACTION,
    ownTransaction: script.ownTransaction ?? false,
  });
  reporter.explain = (sqlstate) => guard.explain(sqlstate);
  state.admits = (statement) => guard.admit(statement);
  state.onStatementDone = (statement, tags) => guard.follow(statement, tags);
  const { onTag } = options;
  if (onTag !== undefined) state.onTag = (tag) => onTag(fromBytes(tag));
  state.file = toBytes(script.file);
  try {
    const { permissions, settings, env } = state;
    const scan = new ScriptScan({ permissions, cwd: fromBytes(state.cwd), settings, env });
    const refusal =
      script.stream !== undefined
        ? undefined
        : script.text === undefined
          ? scan.file(state.file)
          : scan.text(toBytes(script.text), state.file);
    if (refusal !== undefined) return refusalError(refusal);
    const source = await openScript(state, script);
    await runSource(state, source).finally(() => source.close());
    guard.finish();
  } catch (error) {
    // Both are reported already, with their place.
    if (!(error instanceof ConnectionLostError || error instanceof RefusedScriptError)) throw error;
  } finally {
    state.file = undefined;
    state.admits = undefined;
    state.onStatementDone = undefined;
    state.onTag = undefined;
    state.watch = undefined;
    state.restrictKey = undefined;
  }
  return reporter.failure;
}

async function openScript(
  { cwd }: Session,
  { file, text, stream }: GivenScript,
): Promise<LineSource> {
  if (stream !== undefined) return new LineSource(readStream(stream));
  if (text !== undefined) return new LineSource(readText(Buffer.from(text, "utf8")));
  try {
    const source = new LineSource(await openFile(systemPath(filePath({ cwd }, toBytes(file)))));
    await source.fill();
    return source;
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${fromBytes(systemMessage(error))}`, {
      cause: error,
    });
  }
}

/** What a scan found, as an error. */
export function refusalError({ file, place, message, advice }: Refusal): ScriptError {
  return scriptErrorAt(message, fromBytes(file ?? ""), place, {
    hint: [advice, "Nothing was run."].filter((part) => part !== undefined).join(" "),
  });
}

const WITHOUT_TRANSACTION =
  "Write -- dbfirst: no-transaction in the script's first lines: then each statement is its own transaction.";
const OWN_TRANSACTION =
  "Take the script's own BEGIN and COMMIT out, or write -- dbfirst: no-transaction in its first lines.";
