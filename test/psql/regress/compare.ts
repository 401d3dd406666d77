import type { Cluster } from "./cluster.ts";

/** Where two texts part, as the lines that each has there; undefined: they are the same. */
export interface Difference {
  line: number;
  psql: string[];
  ours: string[];
}

const SHOWN = 6;
const LONGEST_LINE = 300;

/** Compares by line. */
export function firstDifference(psql: string, ours: string): Difference | undefined {
  if (psql === ours) return undefined;
  const [expected, actual] = [psql.split("\n"), ours.split("\n")];
  let index = 0;
  while (expected[index] === actual[index]) index += 1;
  const end = index + SHOWN;
  const shown = (lines: string[]) =>
    lines.slice(index, end).map((line) => line.slice(0, LONGEST_LINE));
  return { line: index + 1, psql: shown(expected), ours: shown(actual) };
}

/** Takes out what names the server, or differs from run to run. */
export function masked(text: string, cluster: Cluster): string {
  return (
    text
      .replaceAll(cluster.folder, "FOLDER")
      .replaceAll(
        new RegExp(`(\\bport[ =]?["']?|PGSQL\\.)${cluster.env["PGPORT"]}\\b`, "g"),
        "$1PORT",
      )
      .replaceAll(/\bPID \d+|\(pid \d+\)|^ +'\d{3,7}'$/gm, "PID N")
      .replaceAll(/\b\d{2}:\d{2}:\d{2}\.\d+/g, "TIME")
      .replaceAll(/\b[0-9A-F]+\/[0-9A-F]{6,8}\b/g, "LSN")
      .replaceAll(/\bwal_bytes > \d+/g, "wal_bytes > N")
      // What random() has given, in a dump.
      .replaceAll(/^(COPY public\.random_tbl .*\n)(?:\d+\n)+/gm, "$1N\n")
  );
}

/** Commands that show something to people, which the engine refuses: neither side gets them. */
const FOR_PEOPLE =
  /^[ \t]*\\(?:d[A-Za-z]*|l|list|z|sf|sv|h|help|\?|s|lo_list|password|ef|ev|e)(?:[+S]+)?(?=\s|;|$).*$/gm;

/** The script without them; a line stays a line. */
export function withoutCommandsForPeople(script: string): string {
  return script.replaceAll(FOR_PEOPLE, "-- a command for people");
}
