import type { Connection } from "../../postgres/wire/connection.ts";
import type { Result } from "../../postgres/wire/result.ts";
import type { Statement } from "../messages/reporter.ts";
import type { PipelineRequest, Session } from "../state.ts";
import { ResultWriter, type SendStatement } from "./result-writer.ts";
import { setErrorVariables, setSuccessVariables } from "./result-variables.ts";
import { giveUp, reportServerError, throwLost } from "./run-statement.ts";
import { type PipedResult, ScriptedPipeline } from "./scripted-pipeline.ts";

/**
 * What a command for pipelines asks for; without one, the statement joins the pipeline that is open. As psql 18 does
 * (ExecQueryAndProcessResults). False after an error; one that lies before a Sync whose end was read doesn't count.
 */
export async function runInPipeline(
  session: Session,
  statement: Statement,
  send: SendStatement,
): Promise<boolean> {
  const { connection, destination } = session;
  if (connection === undefined) return false;
  const pipeline = (session.pipeline ??= new ScriptedPipeline(connection));
  const { pipeline: request, extended } = destination;
  let ok = true;
  if (request === undefined) pipeline.add(statement.text, extended);
  else ok = ask(session, pipeline, request);
  if (ok && pipeline.requested > 0) {
    pipeline.flush();
    ok = await readResults(session, connection, pipeline, { send, ends: request?.kind === "end" });
  }
  const { variables } = session;
  variables.set("PIPELINE_SYNC_COUNT", String(pipeline.syncs));
  variables.set("PIPELINE_COMMAND_COUNT", String(pipeline.commands));
  variables.set("PIPELINE_RESULT_COUNT", String(pipeline.available));
  return ok;
}

/** Does what is asked for, but for the reading of results. False, having said why, when that isn't possible. */
function ask(session: Session, pipeline: ScriptedPipeline, request: PipelineRequest): boolean {
  const refuse = (reason: string): boolean => {
    session.reporter.info(reason);
    return false;
  };
  const pending = (): number => pipeline.available + pipeline.syncs;
  switch (request.kind) {
    case "start":
      pipeline.open();
      return true;
    case "flush":
      pipeline.flush();
      return true;
    case "flush-request":
      if (pipeline.isOpen) pipeline.requestFlush();
      return true;
    case "results":
      if (pending() === 0) return refuse("No pending results to get");
      pipeline.requested = Math.min(request.count || Infinity, pending());
      return true;
    default:
      if (!pipeline.isOpen) return refuse("cannot send pipeline when not in pipeline mode");
      pipeline.sync();
      if (request.kind === "end") pipeline.requested = pending();
      return true;
  }
}

async function readResults(
  session: Session,
  connection: Connection,
  pipeline: ScriptedPipeline,
  { send, ends }: { send: SendStatement; ends: boolean },
): Promise<boolean> {
  const writer = new ResultWriter(session, send);
  const read = (): Promise<PipedResult | undefined> =>
    pipeline.next((diagnostic, text) => session.reporter.notice(diagnostic, text));
  let ok = true;
  let current = await read();
  while (current !== undefined) {
    if (current.kind === "error" || current.kind === "aborted") {
      ok = false;
      reportFailure(session, current);
      if (connection.status === "lost") throwLost(session);
      current = await readPastFailure(pipeline, read);
      continue;
    }
    const result = current.kind === "result" ? current.result : undefined;
    // As psql 18: within a COPY, the server takes no notice of a Sync.
    if (result?.kind === "copy-in" || result?.kind === "copy-out")
      giveUp(session, "COPY in a pipeline is not supported, aborting connection");
    if (result !== undefined) pipeline.countResult();
    else {
      pipeline.countSync();
      ok = true;
    }
    const next = pipeline.requested > 0 ? await read() : undefined;
    const last = next === undefined;
    if (result !== undefined && ok) ok = await writer.write(result, { last });
    if (last) setVariables(session, result, ok);
    current = next;
  }
  await writer.close();
  if (ends) await leave(pipeline, read);
  return ok;
}

function setVariables(session: Session, result: Result | undefined, ok: boolean): void {
  if (ok) setSuccessVariables(session, result);
  else setErrorVariables(session, { diagnostic: undefined, text: "" });
}

function reportFailure(
  session: Session,
  failure: PipedResult & { kind: "error" | "aborted" },
): void {
  if (failure.kind === "aborted") {
    setErrorVariables(session, { diagnostic: undefined, text: "" });
    session.reporter.info("Pipeline aborted, command did not run");
    return;
  }
  reportServerError(session, failure.error, { text: failure.text, source: undefined });
  setErrorVariables(session, failure.error);
}

/** Reads what the counts didn't foresee: an error that lies in a Sync itself takes the place of a result in them. */
async function leave(
  pipeline: ScriptedPipeline,
  read: () => Promise<PipedResult | undefined>,
): Promise<void> {
  while (pipeline.syncs > 0) if ((await read())?.kind === "sync") pipeline.countSync();
  pipeline.close();
}

/**
 * Skips what the server left out after a failure, up to the next Sync, as far as results are asked for: those count as
 * read. An error that follows is one in the Sync itself, or the end of the connection.
 */
async function readPastFailure(
  pipeline: ScriptedPipeline,
  read: () => Promise<PipedResult | undefined>,
): Promise<PipedResult | undefined> {
  for (;;) {
    pipeline.countResult();
    if (pipeline.requested === 0 || pipeline.available + pipeline.syncs === 0) return undefined;
    const next = await read();
    if (next?.kind !== "aborted") return next;
  }
}
