import { statfsSync } from "node:fs";
import { ok, problem, warning, type Finding } from "./diagnosis.ts";

const megabyte = 1024 * 1024;
/** A shadow takes some 50 MB, the embedded server's data as much to begin with. */
const little = 500 * megabyte;
const tooLittle = 100 * megabyte;

/** Room where dbfirst writes. Places on one file system are told once. */
export function judgeDisk(places: readonly { path: string; holds: string }[]): Finding[] {
  const findings: Finding[] = [];
  for (const { path, holds } of places) {
    const { bavail, bsize, ffree, files } = statfsSync(path);
    const free = bavail * bsize;
    const text = `${Math.floor(free / megabyte).toLocaleString("en-US")} MB free for ${holds} (${path})`;
    // Some file systems count no files.
    if (free < tooLittle || (files > 0 && ffree < 1000))
      findings.push(
        problem(
          ffree < 1000 && files > 0 ? `No room for more files in ${path}` : text,
          "Make room there.",
        ),
      );
    else if (free < little)
      findings.push(warning(text, "Make room there, before a big schema needs it."));
    else findings.push(ok(text));
  }
  return findings;
}
