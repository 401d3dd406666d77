import { formatCount } from "../measure.ts";

/** How many characters a comment may still have. */
export interface Room {
  left: number;
}

interface Section {
  title: string;
  /** Whole lines of Markdown. */
  lines: readonly string[];
  /** Lines before them, such as the head of a table. */
  head?: readonly string[];
  /** Characters that it may have, if there is room for them. */
  limit: number;
  /** Folded up, however short it is. */
  closed?: boolean;
}

/** More lines than this are folded up. */
const openLines = 25;
/** For what counts the lines that are left out, and ends the section. */
const tail = 120;

/** A section that a reader can fold up; empty where it has no line. Takes its characters out of the room. */
export function foldable(section: Section, room: Room): string {
  const { title, lines, head = [], limit, closed = false } = section;
  if (lines.length === 0) return "";
  const open = closed || lines.length > openLines ? "" : " open";
  const frame = [`\n<details${open}><summary>${title}</summary>\n`, ...head].join("\n");
  const kept = fitting(lines, Math.min(limit, room.left) - frame.length - tail);
  const rest = lines.length - kept.length;
  const text = [
    frame,
    ...kept,
    ...(rest > 0
      ? ["", `… and ${formatCount(rest, "more", "more")}: \`--output drift.html\` has them all`]
      : []),
    "",
    "</details>\n",
  ].join("\n");
  if (text.length > room.left) return "";
  room.left -= text.length;
  return text;
}

function fitting(lines: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = lines.findIndex((line) => (used += line.length + 1) > room);
  return end === -1 ? lines : lines.slice(0, end);
}
