import type { Chain, Code, Entry, Link } from "./code.ts";
import {
  type Document,
  assigned,
  brokenGroup,
  concat,
  firstThatFits,
  group,
  hardLine,
  ifBroken,
  indent,
  join,
  line,
  literalLine,
  softLine,
  willBreak,
} from "./document.ts";
import { isIdentifier } from "./identifier.ts";
import { canHug, isDot, isLoneShort, isMultilineTemplate, isSimple } from "./code-shape.ts";
import { quote } from "./print-import.ts";

/** The right side of `=` or `:`. A chain that can hardly be broken goes to the next line as a whole, a template never does. */
export function assignedDocument(code: Code): Document {
  if (code.type === "sql") return concat([" ", toDocument(code)]);
  if (code.type === "chain" && isPoorlyBreakable(code)) {
    return group(indent(concat([line, toDocument(code)])));
  }
  return assigned(toDocument(code));
}

function isPoorlyBreakable(chain: Chain): boolean {
  const calls = chain.links.filter((link) => link.type === "call");
  if (calls.length === 0 || chain.links.filter(isDot).length > 3) return false;
  if (!calls.every((link) => link.args.length === 0 || isLoneShort(link.args))) return false;
  return groupLinks(chain.links).rest.length < 2;
}

function propertyKey(key: string): string {
  if (key === "__proto__") return `["__proto__"]`;
  return isIdentifier(key) ? key : quote(key);
}

function sqlTemplate(value: string): Document {
  const escaped = value.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
  // A carriage return in the source would be read as a line feed.
  const lines = escaped.replaceAll("\r", "\\r").split("\n");
  return concat(["sql`", join(literalLine, lines), "`"]);
}

/** The code, with the places where its lines may be broken. */
export function toDocument(code: Code): Document {
  switch (code.type) {
    case "raw":
      return code.text;
    case "string":
      return quote(code.value);
    case "sql":
      return sqlTemplate(code.text);
    case "object":
      return objectDocument(code.entries, code.expanded === true);
    case "array":
      return arrayDocument(code.items);
    case "arrow":
      return arrowDocument(code.parameters, code.body);
    case "chain":
      return chainDocument(code);
  }
}

function objectDocument(entries: readonly Entry[], expanded: boolean): Document {
  if (entries.length === 0) return "{}";
  const properties = entries.map((entry) => {
    const comments = (entry.comments ?? []).flatMap((comment): Document[] => [
      `// ${comment}`,
      hardLine,
    ]);
    const key = propertyKey(entry.key);
    if (entry.value === undefined) return concat([...comments, key]);
    return concat([...comments, `${key}:`, assignedDocument(entry.value)]);
  });
  const content = concat([
    "{",
    indent(concat([line, join(concat([",", line]), properties)])),
    ifBroken(","),
    line,
    "}",
  ]);
  return expanded ? brokenGroup(content) : group(content);
}

function arrayDocument(items: readonly Code[]): Document {
  if (items.length === 0) return "[]";
  const content = concat([
    "[",
    indent(concat([softLine, join(concat([",", line]), items.map(toDocument))])),
    ifBroken(","),
    softLine,
    "]",
  ]);
  // A list of lists (or of objects) with more than one element each is always broken.
  const table =
    items.length > 1 &&
    items.every(
      (item) =>
        item.type === items[0]?.type &&
        ((item.type === "array" && item.items.length > 1) ||
          (item.type === "object" && item.entries.length > 1)),
    );
  return table ? brokenGroup(content) : group(content);
}

function arrowDocument(parameters: string, body: Code): Document {
  if (body.type === "object") return concat([`${parameters} => (`, toDocument(body), ")"]);
  if (body.type === "array") return concat([`${parameters} => `, toDocument(body)]);
  return group(concat([`${parameters} =>`, group(indent(concat([line, toDocument(body)])))]));
}

function argumentsDocument(args: readonly Code[]): Document {
  if (args.length === 0) return "()";
  const only = args[0];
  if (args.length === 1 && only !== undefined && isMultilineTemplate(only)) {
    return concat(["(", toDocument(only), ")"]);
  }
  const printed = args.map(toDocument);
  const brokenOut = brokenGroup(
    concat([
      "(",
      indent(concat([softLine, join(concat([",", line]), printed)])),
      ",",
      softLine,
      ")",
    ]),
  );
  const last = args.at(-1);
  const lastDocument = printed.at(-1);
  const penultimate = args.at(-2);
  if (lastDocument !== undefined && canHug(last) && penultimate?.type !== last?.type) {
    const before = printed.slice(0, -1);
    if (before.some(willBreak)) return brokenOut;
    const start = concat(before.flatMap((document): Document[] => [document, ", "]));
    const flat = concat(["(", start, lastDocument, ")"]);
    return firstThatFits([flat, concat(["(", start, brokenGroupOf(lastDocument), ")"]), brokenOut]);
  }
  return group(
    concat([
      "(",
      indent(concat([softLine, join(concat([",", line]), printed)])),
      ifBroken(","),
      softLine,
      ")",
    ]),
  );
}

/** The same document with its outermost group broken. */
function brokenGroupOf(document: Document): Document {
  if (typeof document === "string") return document;
  if (document.type === "group") return { ...document, broken: true };
  if (document.type !== "concat") return document;
  const parts = [...document.parts];
  const index = parts.findLastIndex((part) => typeof part !== "string" && part.type === "group");
  const part = parts[index];
  if (part !== undefined) parts[index] = brokenGroupOf(part);
  return concat(parts);
}

function linkDocument(link: Link): Document {
  if (link.type === "call") {
    const types = link.types === undefined ? "" : `<${link.types}>`;
    return concat([types, argumentsDocument(link.args)]);
  }
  return isIdentifier(link.name) ? `.${link.name}` : `[${quote(link.name)}]`;
}

/** A chain on one line, or with each call on its own: Prettier's member-chain rule, which oxfmt follows. */
function chainDocument(chain: Chain): Document {
  const lastLink = chain.links.at(-1);
  if (
    lastLink?.type === "call" &&
    lastLink.args.length === 1 &&
    lastLink.args.some(isMultilineTemplate)
  ) {
    const callee = chain.links.slice(0, -1);
    const name = callee.at(-1);
    if (name?.type === "member") {
      const before = chainDocument({ ...chain, links: callee.slice(0, -1) });
      const method = concat([linkDocument(name), linkDocument(lastLink)]);
      // A first line that is too long isn't made shorter by that, but oxfmt does it all the same.
      return concat([before, firstThatFits([method, indent(concat([hardLine, method]))])]);
    }
  }
  if (chain.links.every((link) => link.type === "member")) return membersDocument(chain);
  const { head, rest } = chainGroups(chain);
  const oneLine = concat([head, ...rest]);
  if (rest.length < 2) return group(oneLine);
  const expanded = concat([head, indent(concat(rest.flatMap((part) => [hardLine, part])))]);
  const calls = chain.links.filter((link) => link.type === "call");
  // Options that are broken already stay on the line: oxfmt leaves an object broken that it finds so.
  const options = lastLink?.type === "call" ? lastLink.args.at(-1) : undefined;
  const isHeld = options?.type === "object" && options.expanded === true;
  if (isHeld && ![head, ...rest.slice(0, -1)].some(willBreak)) return oneLine;
  const complex = calls.length > 2 && calls.some((link) => !link.args.every(isSimple));
  const broken = [head, ...(calls.length > 2 ? rest : rest.slice(0, -1))].some(willBreak);
  if (complex || broken) return group(expanded);
  return firstThatFits([oneLine, expanded]);
}

/** `a.b.c` without a call. */
function membersDocument({ head, links }: Chain): Document {
  const parts = links.map((link) => {
    const document = linkDocument(link);
    return links.length === 1 || !isDot(link)
      ? document
      : group(indent(concat([softLine, document])));
  });
  return concat([head, ...parts]);
}

/** The chain's head with the calls that belong to it, and one part for each method with its call. */
function chainGroups({ head, links }: Chain): { head: Document; rest: Document[] } {
  const { first, rest } = groupLinks(links);
  return {
    head: concat([head, ...first.map(linkDocument)]),
    rest: rest.map((own) => concat(own.map(linkDocument))),
  };
}

function groupLinks(links: readonly Link[]): { first: Link[]; rest: Link[][] } {
  let index = 0;
  while (index < links.length && !isDot(links[index])) index += 1;
  while (links[index]?.type === "member" && links[index + 1]?.type === "member") index += 1;
  const rest: Link[][] = [];
  for (const link of links.slice(index)) {
    const last = rest.at(-1);
    if (last === undefined || isDot(link)) rest.push([link]);
    else last.push(link);
  }
  return { first: links.slice(0, index), rest };
}
