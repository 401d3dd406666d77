import { openOutput } from "../execute/result-writer.ts";
import type { Output } from "../output.ts";
import type { Session } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";
import { parseBoolean } from "../variables.ts";
import { argument, type Command, type CommandContext, type Outcome } from "./command.ts";

const echo: Command = {
  run(context) {
    const { session, reader, name } = context;
    const words: Bytes[] = [];
    let newline = "\n";
    for (let word = reader.next(); word !== undefined; word = reader.next()) {
      if (words.length === 0 && newline !== "" && word.quote === "" && word.text === "-n")
        newline = "";
      else words.push(word.text);
    }
    const text = words.join(" ") + newline;
    if (name === "qecho") session.output.write(text);
    else if (name === "warn") session.reporter.write(text);
    else session.stdout.write(text);
    return "done";
  },
};

const out: Command = {
  skips: "file",
  async run(context) {
    const file = argument(context, "file", { semicolon: true });
    return (await setOutput(context.session, file)) ? "done" : "error";
  },
};

/** \echo, \qecho, \warn, \o, \p, \timing. */
export const outputCommands: Record<string, Command> = {
  echo,
  qecho: echo,
  warn: echo,
  o: out,
  out,
  p: { skips: "nothing", run: print },
  print: { skips: "nothing", run: print },
  timing: {
    run(context) {
      const { session } = context;
      const value = argument(context);
      if (value === undefined) session.timing = !session.timing;
      else {
        const on = parseBoolean(value);
        if (on === undefined) {
          session.reporter.error(`unrecognized value "${value}" for "\\timing": Boolean expected`);
          return timingShown(session, "error");
        }
        session.timing = on;
      }
      return timingShown(session, "done");
    },
  },
};

function timingShown(session: Session, result: Outcome): Outcome {
  if (!session.switches.quiet)
    session.stdout.write(`Timing is ${session.timing ? "on" : "off"}.\n`);
  return result;
}

function print({ session, buffer, previous }: CommandContext): Outcome {
  const shown = buffer !== undefined && buffer.length > 0 ? buffer : previous;
  if (shown !== undefined && shown.length > 0) session.stdout.write(`${shown.text}\n`);
  else if (!session.switches.quiet) session.stdout.write("Query buffer is empty.\n");
  return "done";
}

/** Sends results to a file or pipe from now on; undefined: to standard output again. False when it can't be opened. */
export async function setOutput(
  session: Session,
  file: Bytes | undefined,
  options: { trusted?: boolean } = {},
): Promise<boolean> {
  let next: Output = session.stdout;
  if (file !== undefined) {
    const opened = openOutput(session, file, options);
    if (opened === undefined) return false;
    next = opened;
  }
  if (session.output !== session.stdout) await session.output.close();
  session.output = next;
  return true;
}
