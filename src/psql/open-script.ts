import { systemPath } from "./file-path.ts";
import { LineSource, openFile } from "./line-source.ts";
import type { Session } from "./state.ts";
import { systemMessage } from "./messages/system-message.ts";
import type { Bytes } from "./text/bytes.ts";

/** How deep files may include each other; psql goes on until it runs out of files, at 1,024 by most systems' default. */
const MOST_INCLUDES = 1000;

/** Opens a script by its path, and reads its beginning; undefined when that isn't possible, which is reported under its name. */
export async function openScript(
  session: Session,
  name: Bytes,
  path: Bytes,
): Promise<LineSource | undefined> {
  let source: LineSource | undefined;
  try {
    if (session.includes >= MOST_INCLUDES)
      throw Object.assign(new Error("too many files"), { code: "EMFILE" });
    source = new LineSource(await openFile(systemPath(path)));
    session.hasBegun = true;
    await source.fill();
    return source;
  } catch (error) {
    await source?.close();
    if ((error as NodeJS.ErrnoException).syscall === "read") failToRead(session, name, error);
    else session.reporter.error(`${name}: ${systemMessage(error)}`);
    return undefined;
  }
}

/** psql opens a directory without complaint and fails when it reads, at no line of it. */
export function failToRead(session: Session, name: Bytes | undefined, error: unknown): void {
  const { file, line } = session;
  session.file = name;
  session.line = 0;
  session.reporter.error(`could not read from input file: ${systemMessage(error)}`);
  session.line = line;
  session.file = file;
}
