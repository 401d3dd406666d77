/** A node of the syntax tree: ESTree's, with TypeScript's nodes (`TS…`) among them. */
export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [property: string]: unknown;
}

/** What is written in the place of a part of a text. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** What makes a module more than JavaScript with types, which need only be left out: thrown for whoever tried that. */
export class NotPlain extends Error {}

/** Visits the nodes right below one. */
export function visitChildren(node: SyntaxNode, visit: (child: SyntaxNode) => void): void {
  for (const value of Object.values(node)) {
    if (typeof value !== "object" || value === null) continue;
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value])
      if (isNode(one)) visit(one);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value;
}

/** The text with the edits made: a line stays the line that it is. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    const lines = text.slice(edit.start, edit.end).replaceAll(/[^\n]/g, "");
    result += text.slice(at, edit.start) + edit.text + lines;
    at = edit.end;
  }
  return result + text.slice(at);
}
