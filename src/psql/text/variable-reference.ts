import type { Bytes } from "./bytes.ts";

/** How a variable is wanted: as it is, `:'as literal'`, or `:"as identifier"`. */
export type Quoting = "plain" | "literal" | "identifier";

/** `:name`, `:'name'`, `:"name"` or `:{?name}`. */
export interface VariableReference {
  name: Bytes;
  quoting: Quoting;
  /** `:{?name}`: whether it is set. */
  test: boolean;
  /** Where it ends. */
  end: number;
}

/** The reference to a variable at `position` (a colon), if there is one. */
export function variableAt(text: Bytes, position: number): VariableReference | undefined {
  const pattern =
    /:(?:([A-Za-z_0-9\x80-\u01ff]+)|'([A-Za-z_0-9\x80-\u01ff]+)'|"([A-Za-z_0-9\x80-\u01ff]+)"|\{\?([A-Za-z_0-9\x80-\u01ff]+)\})/y;
  pattern.lastIndex = position;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [, plain, literal, identifier, tested] = found;
  const name = plain ?? literal ?? identifier ?? tested ?? "";
  const quoting =
    literal !== undefined ? "literal" : identifier !== undefined ? "identifier" : "plain";
  return { name, quoting, test: tested !== undefined, end: pattern.lastIndex };
}
