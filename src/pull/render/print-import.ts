import { printWidth } from "./print-width.ts";

/** `import { a, b } from "module";`, laid out as oxfmt does with its defaults. */
export function importStatement(
  names: readonly string[],
  from: string,
  keyword: "import" | "import type" = "import",
): string {
  const flat = `${keyword} { ${names.join(", ")} } from ${quote(from)};`;
  if (flat.length <= printWidth || names.length === 1) return flat;
  return `${keyword} {\n${names.map((name) => `  ${name},\n`).join("")}} from ${quote(from)};`;
}

/** A TypeScript string literal: double quotes, or single ones where that needs fewer escapes. */
export function quote(value: string): string {
  const escaped = JSON.stringify(value)
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  const doubles = value.split('"').length - 1;
  const singles = value.split("'").length - 1;
  if (doubles <= singles) return escaped;
  return `'${escaped.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
