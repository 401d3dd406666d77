import { printable } from "../printable.ts";

/**
 * The parts of a name as a fact has it, up to where it isn't a name any more: `app."User".id` gives `app`, `"User"`, `id`,
 * still quoted; `app.slugify(text)` gives `app`, `slugify(text)`.
 */
export function splitName(object: string): string[] {
  const parts: string[] = [];
  let rest = object;
  for (;;) {
    const part = /^(?:"(?:[^"]|"")*"|[^".(\s]+)/.exec(rest)?.[0];
    if (part === undefined || rest[part.length] !== ".") break;
    parts.push(part);
    rest = rest.slice(part.length + 1);
  }
  return [...parts, rest];
}

/** A name as people write it: `public.user`, without the quotes that only SQL needs. Different names stay different. */
export function shownName(object: string): string {
  return splitName(object).map(shownPart).join(".");
}

/** One part of a name without quotes, where it is one word without them. */
export function shownPart(part: string): string {
  const inner = /^"((?:[^"]|"")*)"$/.exec(part)?.[1];
  return printable(inner !== undefined && /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(inner) ? inner : part);
}

/** The last part of a name: of a column that of its own. */
export function ownName(object: string): string {
  return shownPart(splitName(object).at(-1)!);
}

/** The id of an object's section, which is also its address within the page: `table=public.user`. */
export function addressOf({ kind, object }: { kind: string; object: string }): string {
  return `${kind.replaceAll(" ", "-")}=${inAddress(shownName(object))}`;
}

function inAddress(name: string): string {
  return encodeURIComponent(name).replaceAll("'", "%27");
}
