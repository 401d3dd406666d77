import { accessSync, constants, realpathSync, statSync, writeFileSync } from "node:fs";

import { homeFolder } from "../../postgres/conninfo/home-folder.ts";
import { openOutput } from "../execute/result-writer.ts";
import { sendQuery } from "../execute/send-query.ts";
import { canonicalName, filePath, systemPath, withHome } from "../file-path.ts";
import { LineSource, openFile } from "../line-source.ts";
import { Output } from "../output.ts";
import { demandPath, demandShell } from "../permissions.ts";
import type { Session } from "../state.ts";
import { systemMessage } from "../messages/system-message.ts";
import { type Bytes, fromBytes, toBytes } from "../text/bytes.ts";
import {
  argument,
  type Command,
  type CommandContext,
  fileArgument,
  missingArgument,
  type Outcome,
  outcome,
} from "./command.ts";
import { type CopyArguments, parseCopyArguments } from "./copy-arguments.ts";
import { largeObjectCommands } from "./large-objects.ts";

/** \copy, \cd, \w, \lo_…: what touches files. */
export const fileCommands: Record<string, Command> = {
  ...largeObjectCommands,
  copy: { skips: "whole-line", run: copy },
  cd: {
    run(context) {
      const { session } = context;
      const folder = argument(context, "normal", { semicolon: true }) ?? homeOf(session);
      if (folder === undefined) {
        const uid = process.geteuid?.();
        session.reporter.error(
          `could not get home directory for user ID ${uid}: user does not exist`,
        );
        return "error";
      }
      demandPath(session.permissions, folder, session.cwd);
      try {
        const path = systemPath(filePath(session, folder));
        if (!statSync(path).isDirectory())
          throw Object.assign(new Error("not a directory"), { code: "ENOTDIR" });
        accessSync(path, constants.X_OK);
        session.cwd = realpathSync.native(path, "latin1");
      } catch (error) {
        session.reporter.error(
          `\\${context.name}: could not change directory to "${folder}": ${systemMessage(error)}`,
        );
        return "error";
      }
      return "done";
    },
  },
  w: { skips: "file", run: write },
  write: { skips: "file", run: write },
};

function homeOf({ env }: CommandContext["session"]): Bytes | undefined {
  const home = homeFolder(env);
  return home === undefined ? undefined : toBytes(home);
}

function write(context: CommandContext): Outcome {
  const { session, buffer, previous } = context;
  const file = fileArgument(context, "file", { semicolon: true });
  if (buffer === undefined) {
    session.reporter.error("no query buffer");
    return "error";
  }
  if (file === undefined) return missingArgument(context);
  const text = buffer.length > 0 ? buffer.text : (previous?.text ?? "");
  const data = Buffer.from(text === "" ? "" : `${text}\n`, "latin1");
  if (file.startsWith("|")) {
    const what = `\\${context.name} ${fromBytes(file)}`;
    demandShell(session.permissions, what).feed(file.slice(1), data, session);
    return "done";
  }
  const name = canonicalName(file);
  demandPath(session.permissions, name, session.cwd);
  try {
    writeFileSync(systemPath(filePath(session, name)), data);
  } catch (error) {
    session.reporter.error(`${name}: ${systemMessage(error)}`);
    return "error";
  }
  return "done";
}

async function copy(context: CommandContext): Promise<Outcome> {
  const { session, reader } = context;
  const parsed = parseCopyArguments(reader.next("whole-line")?.text, {
    standardStrings: session.connection?.standardStrings ?? false,
  });
  if (typeof parsed === "string") {
    session.reporter.error(parsed);
    return "error";
  }
  const { subject, direction, options } = parsed;
  const other = withFileName(parsed.other, session);
  const text = `COPY ${subject} ${direction === "from" ? "FROM STDIN" : "TO STDOUT"} ${options}`;
  if (other.kind === "program") return outcome(await copyProgram(session, parsed, text));
  const ok =
    direction === "from"
      ? await copyFrom(session, other, text)
      : await copyTo(session, other, text);
  return outcome(ok);
}

function withFileName(other: CopyArguments["other"], { env }: Session): CopyArguments["other"] {
  return other.kind === "file"
    ? { ...other, name: canonicalName(withHome(other.name, env)) }
    : other;
}

/** \copy … program: a command that fails makes the copy fail, as late as that is. */
async function copyProgram(
  session: Session,
  { direction, other }: CopyArguments,
  text: Bytes,
): Promise<boolean> {
  const command = other.kind === "program" ? other.command : "";
  const shell = demandShell(
    session.permissions,
    `\\copy ${direction} program '${fromBytes(command)}'`,
  );
  session.stdout.flush();
  let ok: boolean;
  let failure: string | undefined;
  if (direction === "from") {
    const program = shell.readFrom(command, session);
    session.copySource = new LineSource(program);
    try {
      ok = await sendQuery(session, { text, source: undefined, inlineCopies: 1 });
    } finally {
      session.copySource = undefined;
      failure = await program.finish();
    }
  } else {
    const program = shell.pipeTo(command, session);
    session.copyTarget = new Output(program);
    try {
      ok = await sendQuery(session, { text, source: undefined });
      // What the command prints at its end comes after the COPY's own status.
      session.output.flush();
      await session.copyTarget.close();
    } finally {
      session.copyTarget = undefined;
      failure = await program.finish();
    }
  }
  if (failure !== undefined) session.reporter.error(`${command}: ${failure}`);
  return ok && failure === undefined;
}

async function copyFrom(
  session: Session,
  other: CopyArguments["other"],
  text: Bytes,
): Promise<boolean> {
  let opened: LineSource | undefined;
  if (other.kind === "file") {
    opened = await openCopyFile(session, other.name);
    if (opened === undefined) return false;
    session.copySource = opened;
  } else if (other.kind === "process") session.copySource = session.stdin();
  try {
    // Whatever stands behind it, psql sees one COPY.
    return await sendQuery(session, { text, source: undefined, inlineCopies: 1 });
  } finally {
    session.copySource = undefined;
    await opened?.close();
  }
}

async function copyTo(
  session: Session,
  other: CopyArguments["other"],
  text: Bytes,
): Promise<boolean> {
  const target =
    other.kind === "file"
      ? openOutput(session, other.name)
      : other.kind === "process"
        ? session.stdout
        : session.output;
  if (target === undefined) return false;
  session.copyTarget = target;
  try {
    return await sendQuery(session, { text, source: undefined });
  } finally {
    session.copyTarget = undefined;
    if (other.kind === "file") await target.close();
  }
}

async function openCopyFile(session: Session, name: Bytes): Promise<LineSource | undefined> {
  demandPath(session.permissions, name, session.cwd);
  try {
    const path = systemPath(filePath(session, name));
    if (statSync(path).isDirectory()) {
      session.reporter.error(`${name}: cannot copy from/to a directory`);
      return undefined;
    }
    return new LineSource(await openFile(path));
  } catch (error) {
    session.reporter.error(`${name}: ${systemMessage(error)}`);
    return undefined;
  }
}
