/** A member of a JSON object, by offsets into the text. */
interface Member {
  key: string;
  /** Where its key's first quote stands, and behind the last. */
  start: number;
  keyEnd: number;
  /** Where its value begins. */
  value: number;
  /** Behind its value. */
  end: number;
}

/** An object of a JSON text, by offsets: its braces and its members. */
export interface JsonObject {
  open: number;
  close: number;
  members: readonly Member[];
}

/**
 * Finds the members of the object that begins at an offset, so that one can be added without any other byte being touched.
 *
 * @param text valid JSON.
 */
export function readObject(text: string, from: number): JsonObject {
  const open = skipSpace(text, from);
  const members: Member[] = [];
  let at = skipSpace(text, open + 1);
  while (text[at] !== "}") {
    const start = at;
    const keyEnd = endOfValue(text, start);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, value);
    members.push({
      key: JSON.parse(text.slice(start, keyEnd)) as string,
      start,
      keyEnd,
      value,
      end,
    });
    at = skipSpace(text, end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return { open, close: at, members };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (" \t\r\n\uFEFF".includes(text[at] ?? "x")) at += 1;
  return at;
}

/** Behind the value that begins at an offset. */
function endOfValue(text: string, from: number): number {
  if (text[from] === '"') {
    let at = from + 1;
    while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    return at + 1;
  }
  if (text[from] !== "{" && text[from] !== "[")
    return from + /^[^\s,}\]]*/.exec(text.slice(from))![0].length;
  let depth = 0;
  for (let at = from; ;) {
    const character = text[at];
    if (character === '"') {
      at = endOfValue(text, at);
      continue;
    }
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
}

/**
 * The text with members added behind the last of an object, written as those before it are: their separators and spaces
 * are taken over.
 *
 * @param indent what one level of the text is indented by, for an object that has no members yet.
 */
export function addMembers(
  text: string,
  object: JsonObject,
  members: readonly (readonly [key: string, json: string])[],
  { lineEnd, outer, indent }: { lineEnd: string; outer: string; indent: string },
): string {
  if (members.length === 0) return text;
  const last = object.members.at(-1);
  if (last === undefined) {
    const lines = members.map(([key, json]) => `${outer}${indent}${JSON.stringify(key)}: ${json}`);
    const inside = `${lineEnd}${lines.join(`,${lineEnd}`)}${lineEnd}${outer}`;
    return `${text.slice(0, object.open + 1)}${inside}${text.slice(object.close)}`;
  }
  const before = object.members.at(-2);
  const gap =
    before === undefined
      ? text.slice(object.open + 1, last.start)
      : text.slice(text.indexOf(",", before.end) + 1, last.start);
  const colon = text.slice(last.keyEnd, last.value);
  const added = members.map(([key, json]) => `,${gap}${JSON.stringify(key)}${colon}${json}`);
  return `${text.slice(0, last.end)}${added.join("")}${text.slice(last.end)}`;
}
