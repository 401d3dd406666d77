import type { Bytes } from "./bytes.ts";

/**
 * psql reads into C strings of 1,023 bytes: a zero byte hides the rest of such a piece, and where that hides the newline
 * too, the line goes on with the next one.
 */
export function cutAtNul(
  line: Bytes,
  { hasNewline }: { hasNewline: boolean },
): { text: Bytes; ends: boolean } {
  let text = "";
  const whole = hasNewline ? `${line}\n` : line;
  for (let start = 0; start < whole.length; start += 1023) {
    const piece = whole.slice(start, start + 1023);
    const nul = piece.indexOf("\0");
    text += nul < 0 ? piece : piece.slice(0, nul);
    if (piece.endsWith("\n") && nul < 0) return { text: text.slice(0, -1), ends: true };
  }
  return { text, ends: false };
}
