import { displayWidth } from "../display-width.ts";
import type { Palette } from "../palette.ts";

/** Remarks behind what they are about. */
export function remarkBehind(remarks: readonly string[], palette: Palette): string {
  return remarks.length === 0 ? "" : palette.dim(`  (${remarks.join("; ")})`);
}

/** Remarks on lines of their own. None is broken: file names are there to be copied. */
export function remarkBelow(
  remarks: readonly string[],
  indent: string,
  { palette, width }: { palette: Palette; width: number },
): string[] {
  const lines: string[] = [];
  for (const remark of remarks) {
    const joined = lines.length === 0 ? remark : `${lines.at(-1)} · ${remark}`;
    if (lines.length > 0 && displayWidth(indent + joined) <= width) lines.splice(-1, 1, joined);
    else lines.push(remark);
  }
  return lines.map((line) => palette.dim(indent + line));
}

/** A line with its remarks behind it where they fit, else below it. */
export function withRemarks(
  line: string,
  remarks: readonly string[],
  style: { palette: Palette; width: number },
): string[] {
  const whole = line + remarkBehind(remarks, style.palette);
  if (displayWidth(whole) <= style.width) return [whole];
  const indent = " ".repeat(/^ */.exec(line)![0].length + 4);
  return [line, ...remarkBelow(remarks, indent, style)];
}
