import { DbfirstError } from "./errors.ts";
import { errorCode, fileReason } from "./file-reason.ts";

const makeRoom = "Make room on the disk, and try again.";
const askPermission = "Check who may read and write there, and run it as one who may.";
const closeFiles = "Raise the limit (ulimit -n), or end what holds so many files open.";

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: makeRoom,
  EDQUOT: makeRoom,
  EROFS: askPermission,
  EACCES: askPermission,
  EPERM: askPermission,
  EMFILE: closeFiles,
  ENFILE: closeFiles,
};

/** An error as it is, unless the file system refused something that no program can do without: then with what to do about it. */
export function asFileSystemError(error: unknown): unknown {
  const hint = remedies[errorCode(error) ?? ""];
  if (!(error instanceof Error) || error instanceof DbfirstError || hint === undefined)
    return error;
  const { syscall, path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  // Sockets are refused by other means.
  if (syscall === undefined || /^(?:connect|listen|bind|spawn)/.test(syscall)) return error;
  const place = dest ?? path;
  return new DbfirstError(
    "FILE_SYSTEM",
    `${place === undefined ? "The file system refuses to go on" : `${place} can't be used`}: ${fileReason(error)}`,
    { hint, cause: error },
  );
}
