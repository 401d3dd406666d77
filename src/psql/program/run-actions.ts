import { ArgumentReader } from "../backslash/arguments.ts";
import { handleBackslash } from "../backslash/handle.ts";
import { type Action, actionsOf, type CommandLine } from "./command-line.ts";
import { Conditionals } from "../conditional.ts";
import { runHidden } from "../execute/hidden-command.ts";
import { sendQuery } from "../execute/send-query.ts";
import { runFile, runInput } from "../main-loop.ts";
import { PsqlExit } from "./psql-exit.ts";
import type { PsqlReporter } from "../messages/reporter.ts";
import type { Session } from "../state.ts";
import { Lexer } from "../text/lexer.ts";
import { markTrailingBytes } from "../text/marked-bytes.ts";

/** Runs what -f and -c ask for, in order, in one transaction with -1. Resolves to psql's exit code. */
export async function runActions(
  session: Session,
  reporter: PsqlReporter,
  line: CommandLine,
): Promise<number> {
  const { switches } = session;
  if (line.singleTransaction && !(await runHidden(session, "BEGIN")) && switches.onErrorStop)
    return PsqlExit.script;
  let result: number = PsqlExit.ok;
  for (const action of actionsOf(line)) {
    result = await runAction(session, reporter, action);
    if (result !== PsqlExit.ok && switches.onErrorStop) break;
  }
  if (line.singleTransaction) {
    const command = result !== PsqlExit.ok && switches.onErrorStop ? "ROLLBACK" : "COMMIT";
    if (!(await runHidden(session, command)) && switches.onErrorStop) return PsqlExit.script;
  }
  return result;
}

async function runAction(
  session: Session,
  reporter: PsqlReporter,
  action: Action,
): Promise<number> {
  if (action.kind === "file") {
    return action.name === undefined
      ? runInput(session, { name: undefined })
      : runFile(session, action.name, { relative: false, trusted: true });
  }
  session.hasBegun = true;
  if (session.switches.echo === "all") session.stdout.write(`${action.text}\n`);
  if (action.kind === "query") {
    const ok = await sendQuery(session, { text: action.text, source: undefined });
    return ok ? PsqlExit.ok : PsqlExit.failure;
  }
  const conditionals = new Conditionals();
  const lexer = new Lexer({
    variable: (name, quoting) => session.variable(name, quoting),
    warn: (message) => reporter.warning(message),
    keepsBodies: () => session.release.keepsBodies,
  });
  lexer.start(markTrailingBytes(action.text, session.encoding), {
    number: 0,
    standardStrings: session.connection?.standardStrings ?? false,
  });
  const outcome = await handleBackslash({
    session,
    reader: new ArgumentReader(lexer, session, () => conditionals.isActive),
    conditionals,
    lexer,
    buffer: undefined,
    previous: undefined,
    include: (file, options) => runFile(session, file, options),
  });
  return outcome === "error" ? PsqlExit.failure : PsqlExit.ok;
}
