import { readFileSync } from "node:fs";

import { type Bytes, toBytes } from "./bytes.ts";

/** A byte of an argument that isn't UTF-8 is a lone surrogate: U+DC80 to U+DCFF. */
const LONE = 0xdc00;

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
    if (isUtf8 || !isThis) return argument;
    return bytes.replaceAll(/[\x80-\xff]/g, (byte) =>
      String.fromCharCode(LONE + byte.charCodeAt(0)),
    );
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

export function argumentBytes(argument: string): Bytes {
  if (!/[\udc80-\udcff]/u.test(argument)) return toBytes(argument);
  return argument.replaceAll(/[\udc80-\udcff]/g, (byte) =>
    String.fromCharCode(byte.charCodeAt(0) - LONE),
  );
}
