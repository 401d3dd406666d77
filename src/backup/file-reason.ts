/** Why the file system refused, in words. */
export function fileReason(error: unknown): string {
  const known: Record<string, string> = {
    EACCES: "permission denied",
    EPERM: "operation not permitted",
    EROFS: "the file system is read-only",
    ENOSPC: "no space left",
    ENOENT: "there is no such file or folder",
    ENOTDIR: "a part of the path is a file",
    EEXIST: "a part of the path is a file",
  };
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return known[code] ?? (error instanceof Error ? error.message : String(error));
}

/** Whether the file system refused something. */
export function isFileError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && "path" in error;
}
