import { filePath, systemPath } from "../file-path.ts";
import { Output } from "../output.ts";
import { demandPath, demandShell } from "../permissions.ts";
import { tableOf } from "../print/table.ts";
import type { Statement } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import { type Bytes, fromBytes } from "../text/bytes.ts";
import type { Completion, Result } from "../../postgres/wire/result.ts";
import { crosstab } from "./crosstab.ts";
import { executeCells } from "./execute-cells.ts";
import { printRows } from "./print-rows.ts";
import { storeRow } from "./store-row.ts";
import { systemMessage } from "../messages/system-message.ts";

/** Sends a statement of the script. */
export type SendStatement = (statement: Statement) => Promise<boolean>;

/** Takes the results of one Query: prints them, or does what \gset, \gexec, \crosstabview or \g FILE want. */
export class ResultWriter {
  readonly #session: Session;
  readonly #send: SendStatement;
  #file: Output | undefined;

  /** `send` runs the statements that \gexec finds in a result. */
  constructor(session: Session, send: SendStatement) {
    this.#session = session;
    this.#send = send;
  }

  /** Handles a result; `last`: nothing follows it in this Query. False when that failed. */
  async write(result: Result, { last }: { last: boolean }): Promise<boolean> {
    const session = this.#session;
    const { destination, switches } = session;
    if (result.kind === "command") {
      this.writeCompletion(result, { last });
      return true;
    }
    if (result.kind !== "rows") return true;
    session.onTag?.(result.tag);
    let ok = true;
    if (last && destination.variables !== undefined)
      ok = storeRow(session, result, destination.variables);
    else if (last && destination.execute) ok = await executeCells(session, result, this.#send);
    else if (last && destination.crosstab !== undefined)
      ok = crosstab(session, result, destination.crosstab);
    else if (last || switches.showAllResults) {
      const target = this.target();
      if (target === undefined) return false;
      const failure = printRows(session, target, tableOf(result, session.print, session.charset));
      if (failure !== undefined)
        session.reporter.error(`could not print result table: ${systemMessage(failure)}`);
      ok = failure === undefined;
    }
    if ((last || switches.showAllResults) && /^(?:INSERT|UPDATE|DELETE)/.test(result.tag))
      this.#writeTag(result.tag);
    return ok;
  }

  /** The status of a command. */
  writeCompletion({ tag }: Completion, { last }: { last: boolean }): void {
    this.#session.onTag?.(tag);
    if (last || this.#session.switches.showAllResults) this.#writeTag(tag);
  }

  /** Where rows are printed: \g's file, else the output. Undefined when the file can't be opened. */
  target(): Output | undefined {
    const { destination, output } = this.#session;
    if (destination.file === undefined) return output;
    if (destination.file === "") return this.#session.stdout;
    this.#file ??= openOutput(this.#session, destination.file);
    return this.#file;
  }

  /** Where COPY TO STDOUT goes. */
  copyTarget(): Output | undefined {
    return this.#session.copyTarget ?? this.target();
  }

  async close(): Promise<void> {
    if (this.#file === undefined) return;
    // What a command prints at its end comes after the statement's own status.
    this.#session.output.flush();
    await this.#file.close();
    this.#file = undefined;
  }

  #writeTag(tag: Bytes): void {
    const session = this.#session;
    const { quiet } = session.switches;
    if (!quiet)
      session.output.write(session.print.format === "html" ? `<p>${tag}</p>\n` : `${tag}\n`);
    session.log?.write(`${tag}\n`);
    session.variables.set("LASTOID", /^INSERT (\d+) /.exec(tag)?.[1] ?? "0");
  }
}

/** Opens a file or a pipe (`|command`) for results, reporting why not. `trusted`: a file that the user named. */
export function openOutput(
  session: Session,
  name: Bytes,
  { trusted = false }: { trusted?: boolean } = {},
): Output | undefined {
  if (name.startsWith("|")) {
    const shell = demandShell(session.permissions, `writing to a pipe ("${fromBytes(name)}")`);
    session.stdout.flush();
    const command = shell.pipeTo(name.slice(1), session);
    return new Output(command, () => command.finish());
  }
  if (!trusted) demandPath(session.permissions, name, session.cwd);
  try {
    return Output.toFile(systemPath(filePath(session, name)));
  } catch (error) {
    session.reporter.error(`${name}: ${systemMessage(error)}`);
    return undefined;
  }
}
