const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left",
  EDQUOT: "the disk quota is used up",
  EFBIG: "no larger file is allowed",
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a part of the path is a file",
  EISDIR: "it is a folder",
  ELOOP: "it is a link in a circle",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open on this machine",
};

/** Why the file system refused, in words. */
export function fileReason(error: unknown): string {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  return (code && reasons[code]) ?? message;
}

/** The code of an error of the system: `ENOENT`; undefined for other errors. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** What only a file has no room for, and no socket: where one is open already, the error doesn't say which. */
const fullCodes: ReadonlySet<string | undefined> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** Whether the file system refused something. */
export function isFileError(error: unknown): boolean {
  return (
    error instanceof Error &&
    "syscall" in error &&
    ("path" in error || fullCodes.has(errorCode(error)))
  );
}
