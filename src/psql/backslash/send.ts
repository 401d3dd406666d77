import { setPrintOption } from "../print/print-option.ts";
import type { Bytes } from "../text/bytes.ts";
import {
  argument,
  type Command,
  type CommandContext,
  fileArgument,
  missingArgument,
  remainingArguments,
} from "./command.ts";
import { refusedInPipeline } from "./pipelines.ts";

const go: Command = {
  skips: "file",
  run(context) {
    const { session, name } = context;
    let file = fileArgument(context, "file");
    if (file?.startsWith("(") === true) {
      if (!printOptions(context, file.slice(1))) return "error";
      file = fileArgument(context, "file");
    }
    const refusal = refusedInPipeline(context);
    if (refusal !== undefined) return refusal;
    session.destination.file = file;
    if (name === "gx") {
      session.destination.savedPrint ??= { ...session.print };
      session.print = { ...session.print, expanded: "on" };
    }
    return "send";
  },
};

/** \g, \gx, \gset, \gexec, \gdesc, \crosstabview, and \bind and its kin of psql 16 and 18: what sends the statement. */
export const sendCommands: Record<string, Command> = {
  g: go,
  gx: go,
  gset: {
    run(context) {
      const prefix = argument(context) ?? "";
      const refusal = refusedInPipeline(context);
      if (refusal !== undefined) return refusal;
      context.session.destination.variables = prefix;
      return "send";
    },
  },
  gexec: {
    skips: "nothing",
    run(context) {
      const refusal = refusedInPipeline(context);
      if (refusal !== undefined) return refusal;
      context.session.destination.execute = true;
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
      context.session.destination.extended = { kind: "bind", values: values(context) };
      return "done";
    },
  },
  bind_named: {
    run(context) {
      const name = nameOf(context);
      if (name === undefined) return missingArgument(context);
      context.session.destination.extended = { kind: "bind-named", name, values: values(context) };
      return "done";
    },
  },
  parse: {
    run(context) {
      const name = nameOf(context);
      if (name === undefined) return missingArgument(context);
      context.session.destination.extended = { kind: "parse", name };
      return "send";
    },
  },
  close_prepared: {
    run(context) {
      const name = nameOf(context);
      if (name === undefined) return missingArgument(context);
      context.session.destination.extended = { kind: "close", name };
      return "send";
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

function values(context: CommandContext): Bytes[] {
  return remainingArguments(context).map((value) => value.text);
}

/** The name of a kept statement; whatever \bind said before is forgotten. */
function nameOf(context: CommandContext): Bytes | undefined {
  context.session.destination.extended = undefined;
  return argument(context);
}

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
