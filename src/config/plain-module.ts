import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { edited, NotPlain, visitChildren, type Edit, type SyntaxNode } from "../syntax-edits.ts";

let loads = 0;

/**
 * Imports a configuration file of the usual sort: TypeScript whose types need only be left out, with imports from packages
 * and from Node. Takes a twentieth of what a compiler takes to load.
 *
 * @returns undefined for any other file, and for one that fails: it is for the compiler to read, and to say what is wrong.
 */
export async function importPlain(path: string): Promise<{ default?: unknown } | undefined> {
  try {
    const code = await plainCode(path, readFileSync(path, "utf8"));
    // Modules are remembered by their URL, and the file may read its environment: each load is a module of its own.
    const end = `\n// ${(loads += 1)}\n//# sourceURL=${pathToFileURL(path).href}\n`;
    const source = Buffer.from(code + end, "utf8").toString("base64");
    return (await import(`data:text/javascript;base64,${source}`)) as { default?: unknown };
  } catch {
    return undefined;
  }
}

/** The file's JavaScript, which doesn't depend on where it is. */
async function plainCode(path: string, text: string): Promise<string> {
  // What only CommonJS has.
  if (/\b(?:require|module|exports|__dirname|__filename)\b/.test(text)) throw new NotPlain();
  const { parseSync } = await import("oxc-parser");
  const { errors, program } = parseSync(path, text, { lang: "ts", sourceType: "module" });
  if (errors.length > 0) throw new NotPlain();
  const imports: SyntaxNode[] = [];
  const used = new Set<string>();
  const edits: Edit[] = [];
  const meta = metaOf(path);
  const visit = (node: SyntaxNode): void => {
    if (node.type === "ImportDeclaration") return void imports.push(node);
    if (node.type === "Identifier") used.add(node["name"] as string);
    const edit = editOf(node, text, meta);
    if (edit !== undefined) edits.push(edit);
    visitChildren(node, (child) => {
      if (edit === undefined || child.start < edit.start) visit(child);
    });
  };
  visit(program as unknown as SyntaxNode);
  const { resolve } = createRequire(path);
  for (const node of imports)
    edits.push({ start: node.start, end: node.end, text: importOf(node, used, resolve) });
  return edited(text, edits);
}

/** What is written instead of a node that isn't JavaScript, or would mean something else elsewhere. */
function editOf(
  node: SyntaxNode,
  text: string,
  meta: Readonly<Record<string, string>>,
): Edit | undefined {
  const { type, start, end } = node;
  switch (type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
      // Without the type, the next line could become part of this one.
      if (/^\s*\n\s*[([`+/-]/.test(text.slice(end))) throw new NotPlain();
      return { start: (node["expression"] as SyntaxNode).end, end, text: " " };
    case "TSTypeAnnotation":
    case "TSTypeParameterDeclaration":
    case "TSTypeParameterInstantiation":
      return { start, end, text: " " };
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return { start, end, text: ";" };
    case "MemberExpression": {
      if ((node["object"] as SyntaxNode).type !== "MetaProperty") return undefined;
      const value = meta[(node["property"] as SyntaxNode)["name"] as string];
      if (value === undefined || node["computed"] === true) throw new NotPlain();
      return { start, end, text: JSON.stringify(value) };
    }
    case "ExportNamedDeclaration":
      if (node["exportKind"] === "type") return { start, end, text: ";" };
      if (node["source"] !== null) throw new NotPlain();
      return undefined;
    case "Identifier":
    case "VariableDeclaration":
      if (node["optional"] === true || node["declare"] === true) throw new NotPlain();
      return undefined;
    default:
      if (/^TS|^Class|^Decorator|^MetaProperty|^ImportExpression|^ExportAll/.test(type))
        throw new NotPlain();
      return undefined;
  }
}

/** An import without what is only used as a type, from a place that doesn't depend on who imports. */
function importOf(
  node: SyntaxNode,
  used: ReadonlySet<string>,
  resolve: (specifier: string) => string,
): string {
  const specifiers = node["specifiers"] as SyntaxNode[];
  const kept = specifiers.filter(
    (one) =>
      one["importKind"] !== "type" && used.has((one["local"] as SyntaxNode)["name"] as string),
  );
  if (node["importKind"] === "type" || (kept.length === 0 && specifiers.length > 0)) return ";";
  const specifier = (node["source"] as SyntaxNode)["value"] as string;
  if (/^[./]/.test(specifier) || (node["attributes"] as SyntaxNode[]).length > 0)
    throw new NotPlain();
  const place = isBuiltin(specifier) ? specifier : pathToFileURL(resolve(specifier)).href;
  const from = JSON.stringify(place);
  if (kept.length === 0) return `import ${from};`;
  const clauses = kept.map((one) => {
    const local = (one["local"] as SyntaxNode)["name"] as string;
    switch (one.type) {
      case "ImportDefaultSpecifier":
        return `import ${local} from ${from};`;
      case "ImportNamespaceSpecifier":
        return `import * as ${local} from ${from};`;
      default: {
        const imported = one["imported"] as SyntaxNode;
        const name = imported["name"] ?? JSON.stringify(imported["value"]);
        return `import { ${String(name)} as ${local} } from ${from};`;
      }
    }
  });
  return clauses.join(" ");
}

function metaOf(path: string): Record<string, string> {
  return { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
}
