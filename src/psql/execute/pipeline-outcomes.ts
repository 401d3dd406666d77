import type { Connection } from "../../postgres/wire/connection.ts";
import type { Completion, Result } from "../../postgres/wire/result.ts";
import type { ServerError, Statement } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import { ResultWriter, type SendStatement } from "./result-writer.ts";
import { setErrorVariables, setSuccessVariables } from "./result-variables.ts";
import { reportServerError } from "./run-statement.ts";
import { printNotifications } from "./send-query.ts";

/** What the statements of a pipeline came to: shown as psql shows it one by one, and told to its variables. */
export class PipelineOutcomes {
  readonly #session: Session;
  readonly #writer: ResultWriter;
  /** The result that the variables don't tell of yet: whoever reads them drains the pipeline first. */
  #unrecorded: Completion | undefined;

  constructor(session: Session, send: SendStatement) {
    this.#session = session;
    this.#writer = new ResultWriter(session, send);
  }

  /** Tells the variables of the last result. */
  record(): void {
    const result = this.#unrecorded;
    if (result === undefined) return;
    this.#unrecorded = undefined;
    this.#writer.writeCompletion(result, { last: true });
    setSuccessVariables(this.#session, result);
  }

  /** Done with a statement that has brought nothing but its completion: nearly all of a script's are such. */
  takeAtOnce(connection: Connection): boolean {
    if (this.#session.onStatementDone !== undefined) return false;
    const done = connection.takeCompletion();
    if (done === undefined) return false;
    this.#unrecorded = done;
    if (!this.#isSilent) this.record();
    return true;
  }

  /**
   * Takes one statement's results, at its own line of the script. False after an error. `lose` is called when the
   * connection is gone; `isFirst`: the statement had no error before that.
   */
  async take(
    connection: Connection,
    statement: Statement,
    { lose }: { lose: (error: ServerError, isFirst: boolean) => Promise<never> },
  ): Promise<boolean> {
    const session = this.#session;
    session.place = statement.source?.placeOf(0);
    let ok = true;
    // As psql does, a result is shown when the next one is there: after the notices that come with that one.
    let held: Result | undefined;
    // After Ctrl-C, what comes behind a result isn't looked at, the error neither.
    let isGivenUp = false;
    const showHeld = async (): Promise<void> => {
      if (held === undefined) return;
      ok = (await this.#show(held)) && ok;
      held = undefined;
      isGivenUp = session.cancelled;
    };
    for (;;) {
      while (!connection.hasResult) await connection.arrival();
      const result = connection.takeResult();
      if (result?.kind === "notice") {
        session.reporter.notice(result.diagnostic, statement.text);
        continue;
      }
      if (result !== undefined)
        for (const { diagnostic } of connection.takeNotices())
          session.reporter.notice(diagnostic, statement.text);
      await showHeld();
      if (result === undefined) break;
      if (isGivenUp && connection.status !== "lost") continue;
      if (result.kind === "error") {
        this.#unrecorded = undefined;
        if (result.diagnostic === undefined) await lose(result, ok);
        ok = false;
        reportServerError(session, result, statement);
        setErrorVariables(session, result);
      } else if (result.kind === "copy-in") {
        // No statement that is sent this way asks for data.
        connection.copy.finish("COPY FROM STDIN isn't possible here");
      } else if (result.kind === "command" && this.#isSilent) this.#unrecorded = result;
      else held = result;
    }
    session.trackEncoding();
    printNotifications(session);
    if (ok) session.onStatementDone?.(statement, new Set());
    return ok;
  }

  async #show(result: Result): Promise<boolean> {
    this.#unrecorded = undefined;
    const ok = await this.#writer.write(result, { last: true });
    if (ok) setSuccessVariables(this.#session, result);
    return ok;
  }

  /** Nobody sees what a command came to until the script asks for it. */
  get #isSilent(): boolean {
    return this.#session.switches.quiet && this.#session.onTag === undefined;
  }
}
