import { SourceError } from "../errors.ts";

/**
 * The name of the next file: the time, as Better Auth writes it, and behind every other one by name.
 *
 * @param existing names of the folder's SQL files.
 * @param label what the name says besides; undefined: nothing.
 * @throws SourceError when a file has a name that no time comes after.
 */
export function nextFileName(
  existing: readonly string[],
  options: { now: Date; label: string | undefined },
): string {
  const last = existing.toSorted().at(-1);
  const time = new Date(Math.max(options.now.getTime(), last === undefined ? 0 : afterTime(last)));
  const label = options.label === undefined ? "" : `-${options.label}`;
  const name = `${time.toISOString().replaceAll(":", "-")}${label}.sql`;
  if (last === undefined || last < name) return name;
  throw new SourceError("NAME_ORDER", `${name} would run before ${last}`, {
    hint: "Files run in the order of their names, and Better Auth's begin with the time. Give the files of that folder names that begin with a time or a number.",
  });
}

/** The next millisecond, should a clock be behind the last file's. */
function afterTime(name: string): number {
  const match = /^(\d{4}-\d{2}-\d{2}T)(\d{2})-(\d{2})-(\d{2}\.\d{3}Z)/.exec(name);
  if (match === null) return 0;
  const time = Date.parse(`${match[1]}${match[2]}:${match[3]}:${match[4]}`);
  return Number.isNaN(time) ? 0 : time + 1;
}
