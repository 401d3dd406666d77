import { filePath } from "./file-path.ts";
import type { LineSource } from "./line-source.ts";
import { failToRead, openScript } from "./open-script.ts";
import { demandPath, RefusedScriptError } from "./permissions.ts";
import { includedName } from "./scan/include.ts";
import { PsqlExit } from "./program/psql-exit.ts";
import { type Include, Script } from "./script.ts";
import type { Session } from "./state.ts";
import type { Bytes } from "./text/bytes.ts";

/** Runs a script from its first line to its last (MainLoop in psql). Resolves to psql's exit code. */
export async function runSource(session: Session, source: LineSource): Promise<number> {
  const outer = session.source;
  session.source = source;
  try {
    const include: Include = (file, options) => runFile(session, file, options);
    return await new Script(session, source, include).run();
  } catch (error) {
    // Said here, where the place is known; it ends all the files that include this one.
    if (error instanceof RefusedScriptError && error.cause === undefined) {
      session.reporter.refused(error, session.place);
      throw new RefusedScriptError(error.message, { advice: error.advice, cause: error });
    }
    throw error;
  } finally {
    session.source = outer;
  }
}

/** Runs what is left of standard input; its lines count from here. Resolves to psql's exit code. */
export async function runInput(
  session: Session,
  { name }: { name: Bytes | undefined },
): Promise<number> {
  const source = session.stdin();
  const outer = session.file;
  const before = source.lineNumber;
  session.hasBegun = true;
  session.file = name;
  source.lineNumber = 0;
  try {
    return await runSource(session, source);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== "read") throw error;
    failToRead(session, name, error);
    return PsqlExit.failure;
  } finally {
    session.file = outer;
    source.lineNumber = before;
  }
}

/** Runs a file, as -f, \i and \ir do; `-` is standard input. Resolves to psql's exit code. */
export async function runFile(
  session: Session,
  file: Bytes,
  { relative, trusted = false }: { relative: boolean; trusted?: boolean },
): Promise<number> {
  if (file === "-") return runInput(session, { name: "<stdin>" });
  const name = includedName(file, { relative, from: session.file });
  const path = filePath(session, name);
  if (!trusted) demandPath(session.permissions, path, session.cwd);
  const outer = session.file;
  const source = await openScript(session, name, path);
  if (source === undefined) return PsqlExit.failure;
  session.includes += 1;
  session.file = name;
  try {
    return await runSource(session, source);
  } finally {
    session.file = outer;
    session.includes -= 1;
    await source.close();
  }
}
