import { hashCode } from "./code-hash.ts";
import { hashText, type FileHashes } from "./generated-file.ts";

/** Whether a file says what was written, formatted as anybody likes. `\n` line endings. */
export function isAsWritten(text: string, written: FileHashes): boolean {
  if (hashText(text) === written.bytes) return true;
  return written.code !== undefined && hashCode(text) === written.code;
}
