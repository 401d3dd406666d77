import { createHash } from "node:crypto";

/**
 * SHA-256 of the bytes with `\r\n` taken as `\n`: a checkout on Windows may turn the line endings of a file that
 * was applied elsewhere.
 */
export function checksumOf(bytes: Buffer): string {
  const hash = createHash("sha256");
  let start = 0;
  for (let at = bytes.indexOf("\r\n"); at >= 0; at = bytes.indexOf("\r\n", at + 2)) {
    hash.update(bytes.subarray(start, at));
    start = at + 1;
  }
  return hash.update(bytes.subarray(start)).digest("hex");
}
