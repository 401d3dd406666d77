import type { FileTree } from "./file-tree.ts";

/** The files among these and all that they import, directly or not. */
export function reachable(tree: FileTree, from: Iterable<string>): FileTree {
  const found = new Map<string, string>();
  const open = [...from];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const text = tree.get(path);
    if (text === undefined || found.has(path)) continue;
    found.set(path, text);
    for (const [, specifier = ""] of text.matchAll(/ from "\.\/([^"]+)";$/gm))
      open.push(`${specifier}.ts`, specifier.replace(/\.js$/, ".ts"), specifier);
  }
  return found;
}
