import { parseSync } from "oxc-parser";
import { edited, NotPlain, visitChildren, type Edit, type SyntaxNode } from "../../syntax-edits.ts";
import type { FileTree } from "./file-tree.ts";

/**
 * The same modules as JavaScript, which Node loads once each and a hundred times as fast as a compiler would make it:
 * types are left out, and the modules import each other by their new names.
 *
 * @returns undefined where more than that would be needed, as for builders that a project brings in files of its own.
 */
export function plainTree(tree: FileTree): FileTree | undefined {
  try {
    return new Map([...tree].map(([path, text]) => [plainPath(path), plainText(path, text, tree)]));
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** The file that a TypeScript file becomes. */
function plainPath(path: string): string {
  return path.replace(/\.ts$/, ".mjs");
}

function plainText(path: string, text: string, tree: FileTree): string {
  return untypedText(path, text, tree) ?? textWithoutTypes(path, text, tree);
}

/**
 * Most files hold no types at all, and where they name other modules the parser says without its syntax tree, which takes
 * as long to read as all the rest. Undefined where there may be some.
 */
function untypedText(path: string, text: string, tree: FileTree): string | undefined {
  // `f<T>(x)` is a comparison in JavaScript.
  if (text.includes("<")) return undefined;
  const { errors, module } = parseSync(path, text, { lang: "js", sourceType: "module" });
  if (errors.length > 0) return undefined;
  const { staticImports, staticExports, dynamicImports, importMetas } = module;
  if (dynamicImports.length + importMetas.length > 0) throw new NotPlain();
  const sources = new Map<number, Edit>();
  for (const { moduleRequest } of [
    ...staticImports,
    ...staticExports.flatMap(({ entries }) => entries),
  ])
    if (moduleRequest) sources.set(moduleRequest.start, specifierEdit(moduleRequest, tree));
  return edited(text, [...sources.values()]);
}

function textWithoutTypes(path: string, text: string, tree: FileTree): string {
  const { errors, program } = parseSync(path, text, { lang: "ts", sourceType: "module" });
  if (errors.length > 0) throw new NotPlain();
  const edits: Edit[] = [];
  const visit = (node: SyntaxNode): void => {
    const edit = editOf(node, tree);
    if (edit !== undefined) edits.push(...edit);
    visitChildren(node, (child) => {
      if (edit?.some(({ start, end }) => start <= child.start && child.end <= end) !== true)
        visit(child);
    });
  };
  visit(program as unknown as SyntaxNode);
  return edited(text, edits);
}

/** What is written instead of what is TypeScript, or names another module. */
function editOf(node: SyntaxNode, tree: FileTree): Edit[] | undefined {
  const { type, start, end } = node;
  switch (type) {
    case "ImportDeclaration":
      return importEdits(node, tree);
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
      if (node["exportKind"] === "type") return [{ start, end, text: "" }];
      return node["source"] == null ? undefined : [specifierEdit(sourceOf(node), tree)];
    case "TSTypeAnnotation":
    case "TSTypeParameterInstantiation":
      return [{ start, end, text: "" }];
    default:
      if (/^TS|^Decorator|^ImportExpression|^MetaProperty/.test(type)) throw new NotPlain();
      return undefined;
  }
}

function importEdits(node: SyntaxNode, tree: FileTree): Edit[] {
  const specifiers = node["specifiers"] as SyntaxNode[];
  const values = specifiers.filter((one) => one["importKind"] !== "type");
  if (node["importKind"] === "type" || (values.length === 0 && specifiers.length > 0))
    return [{ start: node.start, end: node.end, text: "" }];
  if (values.some(({ type }) => type !== "ImportSpecifier")) throw new NotPlain();
  const source = specifierEdit(sourceOf(node), tree);
  const names = values.map((one) => {
    const imported = (one["imported"] as SyntaxNode)["name"] as string;
    const local = (one["local"] as SyntaxNode)["name"] as string;
    return imported === local ? local : `${imported} as ${local}`;
  });
  const text = `import { ${names.join(", ")} } from ${source.text};`;
  return [{ start: node.start, end: node.end, text }];
}

/** Where a module is named, and how. */
interface ModuleName {
  start: number;
  end: number;
  value: string;
}

function sourceOf(node: SyntaxNode): ModuleName {
  return node["source"] as ModuleName;
}

/** A module of the tree, or one of drizzle-orm's; any other may have to be compiled, or only hold types. */
function specifierEdit({ start, end, value: specifier }: ModuleName, tree: FileTree): Edit {
  if (/^drizzle-orm(?:\/|$)/.test(specifier))
    return { start, end, text: JSON.stringify(specifier) };
  const path = /^\.\/(.+?)(?:\.[jt]s)?$/.exec(specifier)?.[1];
  if (path === undefined) throw new NotPlain();
  // A table may be called "user.js", too.
  const file = [`${path}.ts`, `${specifier.slice(2)}.ts`].find((candidate) => tree.has(candidate));
  if (file === undefined) throw new NotPlain();
  return { start, end, text: JSON.stringify(`./${plainPath(file)}`) };
}
