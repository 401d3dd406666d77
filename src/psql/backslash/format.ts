import { listPrintOptions, describePrintOption } from "../print/print-option-text.ts";
import { setPrintOption } from "../print/print-option.ts";
import type { Session } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";
import { argument, type Command, outcome } from "./command.ts";

/** \pset and its short forms. */
export const formatCommands: Record<string, Command> = {
  pset: {
    run(context) {
      const { session } = context;
      const name = argument(context);
      const value = argument(context);
      if (name !== undefined) return outcome(pset(session, name, value));
      session.stdout.write(listPrintOptions(session.print));
      return "done";
    },
  },
  a: {
    skips: "nothing",
    run: ({ session }) =>
      outcome(
        pset(session, "format", session.print.format === "aligned" ? "unaligned" : "aligned"),
      ),
  },
  C: {
    run: (context) =>
      outcome(pset(context.session, "title", argument(context, "normal", { semicolon: true }))),
  },
  f: { run: (context) => outcome(pset(context.session, "fieldsep", argument(context))) },
  H: { skips: "nothing", run: html },
  html: { skips: "nothing", run: html },
  t: {
    run: (context) =>
      outcome(
        pset(context.session, "tuples_only", argument(context, "normal", { semicolon: true })),
      ),
  },
  T: { run: (context) => outcome(pset(context.session, "tableattr", argument(context))) },
  x: {
    run: (context) =>
      outcome(pset(context.session, "expanded", argument(context, "normal", { semicolon: true }))),
  },
};

function html({ session }: { session: Session }): ReturnType<typeof outcome> {
  return outcome(pset(session, "format", session.print.format === "html" ? "aligned" : "html"));
}

/** Sets a print option and says so, unless QUIET. False when the value is refused. */
export function pset(session: Session, name: Bytes, value: Bytes | undefined): boolean {
  const changed = setPrintOption(session.print, name, value);
  if (typeof changed === "string") {
    session.reporter.error(changed);
    return false;
  }
  session.print = changed;
  // psql says nothing when these are given a value.
  const silent = value !== undefined && SILENT.has(name);
  if (!session.switches.quiet && !silent)
    session.stdout.write(`${describePrintOption(changed, name)}\n`);
  return true;
}

const SILENT = new Set(["t", "tuples_only", "numericlocale", "footer"]);
