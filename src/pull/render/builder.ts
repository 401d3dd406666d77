import { parseSync, type Expression } from "oxc-parser";
import { array, object, raw, sql, text, type Chain, type Code, type Link } from "./code.ts";

/** Stands for a builder that is one of the schema's own enums, whose name in drizzle-kit's text may be no identifier. */
export const enumHead = "__enum";

/** Stands for a builder that isn't known, of a table or view whose file isn't printed anew. */
export const outlinedHead = "__outlined";

/**
 * Parses column builders (`varchar({ length: 64 }).default("x").notNull()`), all in one go. Foreign keys are cut off
 * first (they are rendered from the snapshot). An expression that doesn't parse gives undefined.
 */
export function parseBuilders(
  sources: readonly { source: string; isEnum: boolean }[],
): (Chain | undefined)[] {
  const texts = sources.map(prepare);
  const together = parseExpressions(texts);
  if (together !== undefined) return together;
  // One of them is broken: find out which.
  return texts.map((one) => parseExpressions([one])?.[0]);
}

function prepare({ source, isEnum }: { source: string; isEnum: boolean }): string {
  const reference = source.search(/\.references\(\(\)(?:: AnyPgColumn)? => /);
  const cut = reference === -1 ? source : source.slice(0, reference);
  return isEnum ? cut.replace(/^(?:"[^]*?"|[\w$]+)(?=\()/, enumHead) : cut;
}

function parseExpressions(texts: readonly string[]): (Chain | undefined)[] | undefined {
  const program = `[\n${texts.map((one) => `${one}\n`).join(",")}]`;
  const result = parseSync("builders.ts", program, { lang: "ts", sourceType: "module" });
  if (result.errors.length > 0) return undefined;
  const statement = result.program.body[0];
  if (statement?.type !== "ExpressionStatement") return undefined;
  if (statement.expression.type !== "ArrayExpression") return undefined;
  if (statement.expression.elements.length !== texts.length) return undefined;
  return statement.expression.elements.map((element) => {
    if (element === null || element.type === "SpreadElement") return undefined;
    const code = toCode(element);
    if (code?.type === "chain") return code;
    return undefined;
  });
}

/** The expression in our own form; undefined for one that drizzle-kit doesn't write. */
function toCode(node: Expression): Code | undefined {
  switch (node.type) {
    case "Literal":
      if (typeof node.value === "string") return text(node.value);
      return raw(
        typeof node.value === "number"
          ? numberText(node.value, node.raw)
          : (node.raw ?? String(node.value)),
      );
    case "Identifier":
      return raw(node.name);
    case "UnaryExpression": {
      const argument = toCode(node.argument);
      return argument?.type === "raw" ? raw(`${node.operator}${argument.text}`) : undefined;
    }
    case "TaggedTemplateExpression": {
      const quasi = node.quasi.quasis[0];
      return node.quasi.quasis.length === 1 && quasi?.value.cooked != null
        ? sql(quasi.value.cooked)
        : undefined;
    }
    case "NewExpression": {
      const args = codes(node.arguments as Expression[]);
      const callee = toCode(node.callee);
      if (args === undefined || callee?.type !== "raw") return undefined;
      return { type: "chain", head: `new ${callee.text}`, links: [{ type: "call", args }] };
    }
    case "ArrayExpression": {
      const items = codes(node.elements as Expression[]);
      return items === undefined ? undefined : array(items);
    }
    case "ObjectExpression": {
      const entries = node.properties.map((property) => {
        if (property.type !== "Property") return undefined;
        const key = property.key.type === "Identifier" ? property.key.name : literal(property.key);
        const value = toCode(property.value as Expression);
        return key === undefined || value === undefined ? undefined : { key, value };
      });
      const complete = entries.filter((entry) => entry !== undefined);
      return complete.length === entries.length ? object(complete) : undefined;
    }
    case "ArrowFunctionExpression": {
      const body =
        node.body.type === "BlockStatement" ? undefined : toCode(node.body as Expression);
      return body === undefined || node.params.length > 0
        ? undefined
        : { type: "arrow", parameters: "()", body };
    }
    case "CallExpression":
    case "MemberExpression":
      return toChain(node);
    default:
      return undefined;
  }
}

/** `1.00` is written `1` by every formatter; an integer keeps the digits that JavaScript has no room for. */
function numberText(value: number, written: string | null): string {
  const isTooLong = Number.isInteger(value) && !Number.isSafeInteger(value);
  return isTooLong && written !== null && /^\d+$/.test(written) ? written : String(value);
}

function literal(node: { type: string; value?: unknown }): string | undefined {
  return node.type === "Literal" && typeof node.value === "string" ? node.value : undefined;
}

function codes(nodes: readonly Expression[]): Code[] | undefined {
  const all = nodes.map(toCode);
  const complete = all.filter((code) => code !== undefined);
  return complete.length === all.length ? complete : undefined;
}

function toChain(node: Expression): Chain | undefined {
  if (node.type === "Identifier") return { type: "chain", head: node.name, links: [] };
  let inner: Chain | undefined;
  let link: Link | undefined;
  if (node.type === "CallExpression") {
    inner = toChain(node.callee as Expression);
    const args = codes(node.arguments as Expression[]);
    if (args !== undefined) link = { type: "call", args };
  } else if (node.type === "MemberExpression" && !node.computed) {
    inner = toChain(node.object as Expression);
    if (node.property.type === "Identifier") link = { type: "member", name: node.property.name };
  }
  if (inner === undefined || link === undefined) return undefined;
  return { ...inner, links: [...inner.links, link] };
}
