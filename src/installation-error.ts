import { DbfirstError } from "./errors.ts";

/**
 * An error as it is, unless it says that a package that dbfirst needs wasn't installed whole: then what to do about that.
 * oxc-parser brings its binary in a package for each platform, which npm leaves out at times.
 */
export function asInstallationError(error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.startsWith("Cannot find native binding"))
    return error;
  const reason = reasonOf(error);
  return new DbfirstError(
    "PACKAGE_INCOMPLETE",
    `oxc-parser, which dbfirst reads TypeScript with, can't be loaded on ${process.platform}-${process.arch}${reason === undefined ? ": its binary for this platform isn't installed" : `: ${reason}`}`,
    {
      hint:
        reason === undefined
          ? "npm leaves it out where the lock file comes from another platform (https://github.com/npm/cli/issues/4828), and so does `--omit=optional`: remove node_modules and package-lock.json, and install again."
          : "The binary is there; the system lacks what it needs.",
      cause: error,
    },
  );
}

/** Why a binary that is there can't be loaded; those of the other platforms aren't there, nor need they be. */
function reasonOf(error: Error): string | undefined {
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    if ((cause as NodeJS.ErrnoException).code === "ERR_DLOPEN_FAILED") return cause.message;
  return undefined;
}
