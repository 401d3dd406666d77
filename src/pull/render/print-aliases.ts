import { object } from "./code.ts";
import { fileSpecifier, type Context } from "./context.ts";
import type { Imports } from "./imports.ts";
import { objectKey } from "./kit-source.ts";
import type { Model } from "./model.ts";
import { aliasesConstant } from "./naming.ts";
import { compareText } from "./model.ts";
import type { ResolvedOverrides } from "./overrides.ts";
import { exportConstant } from "./print-code.ts";

/**
 * One object with the tables under other names. They aren't exported by these: drizzle-kit would take each for a second
 * table. Empty when there are none.
 */
export function printAliases(
  model: Model,
  { aliases }: ResolvedOverrides,
  context: Context,
  imports: Imports,
): string {
  if (aliases.length === 0) return "";
  const tables = new Set(model.tables.map(({ kit }) => objectKey(kit)));
  const entries = [...aliases]
    .sort((left, right) => compareText(left.name, right.name))
    .map(({ name, object: aliased }) => {
      const kind = tables.has(objectKey(aliased)) ? "table" : "view";
      const constant = context.names.constant(kind, aliased);
      const file = context.files.of(aliased);
      if (file !== undefined) imports.add(fileSpecifier(context, file), constant);
      return { key: name, value: { type: "raw", text: constant } as const };
    });
  return `${exportConstant(aliasesConstant, object(entries, true))}\n`;
}
