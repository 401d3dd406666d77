import type { Code, Link } from "./code.ts";
import { assignedDocument, toDocument } from "./code-document.ts";
import { isDot } from "./code-shape.ts";
import { concat } from "./document.ts";
import { layout } from "./layout.ts";
import { printWidth } from "./print-width.ts";

/** `export const name = code;`, laid out as oxfmt does with its defaults. */
export function exportConstant(name: string, code: Code): string {
  return declaration(`export const ${name}`, code);
}

/** `const name = code;`, for the file itself. */
export function declareConstant(name: string, code: Code): string {
  return declaration(`const ${name}`, code);
}

function declaration(left: string, code: Code): string {
  return layout(concat([`${left} =`, assignedDocument(code), ";"]), printWidth);
}

/**
 * A column's chain whose last options don't fit on a line of their own has them broken, as oxfmt leaves it when it is run
 * twice.
 *
 * @param indentation of the lines that the chain would be broken into.
 */
export function withLongOptionsBroken(code: Code, indentation: number): Code {
  if (code.type !== "chain" || code.links.filter(isDot).length < 2) return code;
  const [method, last] = code.links.slice(-2);
  const options = last?.type === "call" ? last.args[0] : undefined;
  if (last?.type !== "call" || last.args.length !== 1 || options?.type !== "object") return code;
  if (method?.type !== "member" || options.entries.length === 0) return code;
  const flat = layout(concat([`.${method.name}(`, toDocument(options), "),"]), unlimited);
  if (indentation + flat.length <= printWidth) return code;
  const broken: Link = { type: "call", args: [{ ...options, expanded: true }] };
  return { ...code, links: [...code.links.slice(0, -1), broken] };
}

const unlimited = 100_000;
