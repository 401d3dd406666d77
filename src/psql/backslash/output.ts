import { openOutput } from "../execute/result-writer.ts";
import type { Output } from "../output.ts";
import type { Session } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";
import { parseBoolean } from "../variables.ts";
import {
  argument,
  type Command,
  type CommandContext,
  fileArgument,
  type Outcome,
} from "./command.ts";

const echo: Command = {
  run(context) {
    const { session, reader, name } = context;
    const target = name === "qecho" ? session.output : session.stdout;
    let notice = "";
    // Word by word: what is wrong with one of them is said after those before it. A notice is given as a whole.
    const write = (text: Bytes): void => {
      if (name !== "warn") target.write(text);
      else if (session.strict) notice += text;
      else session.reporter.write(text);
    };
    let separator = "";
    let newline = "\n";
    for (let word = reader.next(); word !== undefined; word = reader.next()) {
      if (separator === "" && newline !== "" && word.quote === "" && word.text === "-n") {
        newline = "";
        continue;
      }
      write(separator + word.text);
      separator = " ";
    }
    write(newline);
    if (notice !== "") session.reporter.write(notice);
    return "done";
  },
};

const out: Command = {
  skips: "file",
  async run(context) {
    const file = fileArgument(context, "file", { semicolon: true });
    return (await setOutput(context.session, file)) ? "done" : "error";
  },
};

/** \echo, \qecho, \warn, \o, \p, \timing, \copyright. */
export const outputCommands: Record<string, Command> = {
  echo,
  qecho: echo,
  warn: echo,
  copyright: { skips: "nothing", run: showCopyright },
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

function showCopyright({ session }: CommandContext): Outcome {
  session.stdout.write(COPYRIGHT);
  return "done";
}

const COPYRIGHT = `PostgreSQL Database Management System
(also known as Postgres, formerly known as Postgres95)

Portions Copyright (c) 1996-2022, PostgreSQL Global Development Group

Portions Copyright (c) 1994, The Regents of the University of California

Permission to use, copy, modify, and distribute this software and its
documentation for any purpose, without fee, and without a written agreement
is hereby granted, provided that the above copyright notice and this
paragraph and the following two paragraphs appear in all copies.

IN NO EVENT SHALL THE UNIVERSITY OF CALIFORNIA BE LIABLE TO ANY PARTY FOR
DIRECT, INDIRECT, SPECIAL, INCIDENTAL, OR CONSEQUENTIAL DAMAGES, INCLUDING
LOST PROFITS, ARISING OUT OF THE USE OF THIS SOFTWARE AND ITS
DOCUMENTATION, EVEN IF THE UNIVERSITY OF CALIFORNIA HAS BEEN ADVISED OF THE
POSSIBILITY OF SUCH DAMAGE.

THE UNIVERSITY OF CALIFORNIA SPECIFICALLY DISCLAIMS ANY WARRANTIES,
INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY
AND FITNESS FOR A PARTICULAR PURPOSE.  THE SOFTWARE PROVIDED HEREUNDER IS
ON AN "AS IS" BASIS, AND THE UNIVERSITY OF CALIFORNIA HAS NO OBLIGATIONS TO
PROVIDE MAINTENANCE, SUPPORT, UPDATES, ENHANCEMENTS, OR MODIFICATIONS.

`;

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
  if (file !== undefined && file !== "") {
    const opened = openOutput(session, file, options);
    if (opened === undefined) return false;
    next = opened;
  }
  if (session.output !== session.stdout) await session.output.close();
  session.output = next;
  return true;
}
