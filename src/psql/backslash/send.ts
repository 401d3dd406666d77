import { setPrintOption } from "../print/print-option.ts";
import type { Bytes } from "../text/bytes.ts";
import { argument, type Command, type CommandContext, remainingArguments } from "./command.ts";

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

/** \g, \gx, \gset, \gexec, \gdesc, \bind, \crosstabview: what sends the statement. */
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
