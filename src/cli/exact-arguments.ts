import { readFileSync } from "node:fs";
import { loneBytes } from "../psql/text/argument-bytes.ts";
import { toBytes, type Bytes } from "../psql/text/bytes.ts";

/**
 * The process's last arguments as they were given. Node decodes them as UTF-8 and drops what isn't; Linux has kept it. Those
 * that aren't UTF-8 come in a form that `argumentBytes` reads.
 */
export function exactArguments(argv: readonly string[]): readonly string[] {
  if (!argv.some((argument) => argument.includes("\uFFFD"))) return argv;
  const kept = keptArguments();
  if (kept.length < argv.length) return argv;
  const given = kept.slice(-argv.length);
  return argv.map((argument, index) => {
    const bytes = given[index] as Bytes;
    const isUtf8 = toBytes(argument) === bytes;
    const isThis = Buffer.from(bytes, "latin1").toString("utf8") === argument;
    return isUtf8 || !isThis ? argument : loneBytes(bytes);
  });
}

/** None where the system doesn't tell. */
function keptArguments(): Bytes[] {
  try {
    return readFileSync("/proc/self/cmdline", "latin1").split("\0").slice(0, -1);
  } catch {
    return [];
  }
}
