import { shortName } from "./one-line.ts";
import { printableLines } from "./printable.ts";

/** What GitHub shows beside a line of a file, or above the log where there is none. */
export interface Annotation {
  level: "error" | "warning" | "notice";
  title: string;
  message: string;
  /** The path is relative to the repository, the line counts from 1. */
  location?: { file: string; line: number } | undefined;
}

/** Characters of a title: GitHub's interface for annotations takes no more. A function's name has its arguments in it. */
const longestTitle = 255;

/** One workflow command of GitHub's, with what would end a value or the line escaped as its runner reads it. */
export function workflowCommand({ level, title, message, location }: Annotation): string {
  const properties = {
    ...(location !== undefined && { file: location.file, line: String(location.line) }),
    title: shortName(title, longestTitle),
  };
  const list = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeProperty(value)}`,
  );
  return `::${level} ${list.join(",")}::${escapeData(printableLines(message))}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
