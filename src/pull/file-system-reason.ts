/** The code of an error of the file system: `ENOENT`; undefined for other errors. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** Why the file system refused, in words. */
export function fileSystemReason(error: unknown): string {
  const known: Record<string, string> = {
    EACCES: "permission denied",
    EPERM: "operation not permitted",
    EROFS: "the file system is read-only",
    ENOSPC: "no space left",
    ENOTDIR: "a part of the path is a file",
    EEXIST: "a part of the path is a file",
  };
  const code = errorCode(error);
  return (code && known[code]) ?? (error instanceof Error ? error.message : String(error));
}
