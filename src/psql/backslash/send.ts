import { sendQuery } from "../execute/send-query.ts";
import { setPrintOption } from "../print/print-option.ts";
import type { Bytes } from "../text/bytes.ts";
import {
  argument,
  type Command,
  type CommandContext,
  type Outcome,
  remainingArguments,
} from "./command.ts";

const go: Command = {
  skips: "file",
  run(context) {
    const { session, name } = context;
    let file = argument(context, "file");
    if (file?.startsWith("(") === true) {
      if (!printOptions(context, file.slice(1))) return "error";
      file = argument(context, "file");
    }
    session.destination.file = file;
    if (name === "gx") {
      session.destination.savedPrint ??= { ...session.print };
      session.print = { ...session.print, expanded: "on" };
    }
    return "send";
  },
};

/** \g, \gx, \gset, \gexec, \gdesc, \bind, \crosstabview, \watch: what sends the statement. */
export const sendCommands: Record<string, Command> = {
  g: go,
  gx: go,
  gset: {
    run(context) {
      context.session.destination.variables = argument(context) ?? "";
      return "send";
    },
  },
  gexec: {
    skips: "nothing",
    run({ session }) {
      session.destination.execute = true;
      return "send";
    },
  },
  gdesc: {
    skips: "nothing",
    run({ session }) {
      session.destination.describe = true;
      return "send";
    },
  },
  bind: {
    run(context) {
      context.session.destination.parameters = remainingArguments(context).map(
        (value) => value.text,
      );
      return "done";
    },
  },
  crosstabview: {
    run(context) {
      const names: (Bytes | undefined)[] = [];
      for (let index = 0; index < 4; index += 1)
        names.push(argument(context, "normal", { semicolon: true }));
      context.session.destination.crosstab = names;
      return "send";
    },
  },
  watch: { run: watch },
};

/** `\g (name=value …)`: print options for this statement only. */
function printOptions(context: CommandContext, first: Bytes): boolean {
  const { session, name } = context;
  session.destination.savedPrint ??= { ...session.print };
  const saved = session.destination.savedPrint;
  let ok = true;
  let option: Bytes | undefined = first;
  for (;;) {
    if (option === undefined) {
      session.reporter.error(`\\${name}: missing right parenthesis`);
      ok = false;
      break;
    }
    const isLast = option.endsWith(")");
    const text = isLast ? option.slice(0, -1) : option;
    if (text !== "") {
      const equals = text.indexOf("=");
      const key = equals < 0 ? text : text.slice(0, equals);
      const value = equals < 0 ? undefined : text.slice(equals + 1);
      const refusal = setPrintOption(session.print, key, value);
      if (typeof refusal === "string") session.reporter.error(refusal);
      if (typeof refusal === "string") ok = false;
      else session.print = refusal;
    }
    if (isLast) break;
    option = argument(context);
  }
  if (!ok) {
    session.print = saved;
    session.destination.savedPrint = undefined;
  }
  return ok;
}

/** `\watch [i=SECONDS] [c=COUNT]`: a script needs the count, or it would never end. */
async function watch(context: CommandContext): Promise<Outcome> {
  const { session, buffer, previous } = context;
  let seconds = 2;
  let count = 0;
  for (const { text } of remainingArguments(context)) {
    const [, key, value] = /^(?:(i|interval|c|count)=)?(.*)$/s.exec(text) ?? [];
    const number = Number(value);
    if (value === "" || !(number >= 0)) {
      session.reporter.error(`\\watch: incorrect interval value "${text}"`);
      return "error";
    }
    if (key?.startsWith("c") === true) count = number;
    else seconds = number;
  }
  if (count < 1) {
    session.reporter.error("\\watch: a script has to give a count, as in \\watch i=1 c=3");
    return "error";
  }
  if (buffer?.length === 0 && previous !== undefined) buffer.copyFrom(previous);
  if (buffer === undefined || buffer.length === 0) {
    session.reporter.error("\\watch cannot be used with an empty query");
    return "error";
  }
  const { title } = session.print;
  let ok = true;
  for (let turn = 0; turn < count && ok && !session.cancelled; turn += 1) {
    if (turn > 0) await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const every = `${new Date().toString().slice(0, 24)} (every ${seconds}s)\n`;
    session.print.title = title === undefined ? every : `${title}\t${every}`;
    ok = await sendQuery(session, { text: buffer.text, source: buffer });
  }
  session.print.title = title;
  buffer.clear();
  context.lexer.reset();
  return ok ? "done" : "error";
}
