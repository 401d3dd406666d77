/**
 * A document as the Wadler-style pretty printers have it (Prettier's and oxfmt's are of that family): text with the
 * places where a line may break. `layout` decides which of them do.
 */
export type Document = string | Concatenation | Indentation | Line | Group | IfBroken | Assigned;

interface Concatenation {
  type: "concat";
  parts: Document[];
}
interface Indentation {
  type: "indent";
  content: Document;
}
/** A place to break: nothing when flat (`soft`), a space when flat, or always a break (`hard`). */
interface Line {
  type: "line";
  kind: "soft" | "space" | "hard" | "literal";
}
/** Its own lines break all together, or none does. With `states`, the first that fits is taken. */
export interface Group {
  type: "group";
  content: Document;
  broken: boolean;
  states?: Document[];
}
interface IfBroken {
  type: "if-broken";
  broken: Document;
  flat: Document;
}

/** What stands after `=` or `:`; on a line of its own when not even its beginning fits beside it. */
interface Assigned {
  type: "assigned";
  content: Document;
}

export const softLine: Document = { type: "line", kind: "soft" };
export const line: Document = { type: "line", kind: "space" };
export const hardLine: Document = { type: "line", kind: "hard" };
/** A line break inside a template literal: what follows isn't indented. */
export const literalLine: Document = { type: "line", kind: "literal" };

export function concat(parts: Document[]): Document {
  return { type: "concat", parts };
}
export function indent(content: Document): Document {
  return { type: "indent", content };
}
export function ifBroken(broken: Document, flat: Document = ""): Document {
  return { type: "if-broken", broken, flat };
}
/** A group; it is broken from the start when it contains a forced line break. */
export function group(content: Document): Document {
  return { type: "group", content, broken: willBreak(content) };
}
export function brokenGroup(content: Document): Document {
  return { type: "group", content, broken: true };
}
/** Takes the first state that fits, else the last one. */
export function firstThatFits(states: [Document, ...Document[]]): Document {
  return { type: "group", content: states[0], broken: false, states };
}
export function assigned(content: Document): Document {
  return { type: "assigned", content };
}
export function join(separator: Document, parts: Document[]): Document {
  return concat(parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])));
}

/** Whether the document has a line break whatever the width. */
export function willBreak(document: Document): boolean {
  if (typeof document === "string") return false;
  switch (document.type) {
    case "concat":
      return document.parts.some(willBreak);
    case "indent":
    case "assigned":
      return willBreak(document.content);
    case "line":
      return document.kind === "hard" || document.kind === "literal";
    case "group":
      return document.broken || willBreak(document.content);
    case "if-broken":
      return willBreak(document.broken);
  }
}
