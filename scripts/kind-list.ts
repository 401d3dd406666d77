/** The text of src/sources/kinds.ts, which lists the files of src/sources/kinds/: a new kind is a new file. */
export function renderKindList(files: readonly string[]): string {
  const kinds = files
    .filter((file) => file.endsWith(".ts"))
    .toSorted()
    .map((file) => ({ file, name: camelCase(file.slice(0, -".ts".length)) }));
  const names = kinds.map(({ name }) => name);
  const line = `export const sourceKinds = [${names.join(", ")}] as const;`;
  // As the formatter breaks it.
  const list =
    line.length > 100
      ? ["export const sourceKinds = [", ...names.map((name) => `  ${name},`), "] as const;"]
      : [line];
  return [
    "// Written by `pnpm run docs`: one line for each file of kinds/.",
    ...kinds.map(({ file, name }) => `import { kind as ${name} } from "./kinds/${file}";`),
    "",
    ...list,
    "",
  ].join("\n");
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
