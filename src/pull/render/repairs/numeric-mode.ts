import {
  builderOptions,
  methodArguments,
  withBuilderArguments,
  withMethodArguments,
} from "../chain.ts";
import { array, object, text, type Chain, type Code } from "../code.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A `numeric` is a string in JavaScript, with a default as without: a number would lose digits. */
export const numericMode: Repair = {
  name: "numeric-mode",
  upstream: {
    fault:
      "numeric with a default is pulled as mode: 'number', without one as a string; 0.00 becomes 0, which push then wants to change",
    issue: "https://github.com/drizzle-team/drizzle-orm/issues/6093",
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model) =>
    mapColumns(model, (column) => {
      const { builder, kit } = column;
      const options = builderOptions(builder);
      const mode = options?.entries.find((entry) => entry.key === "mode");
      if (builder.head !== "numeric" || options === undefined || mode === undefined) return column;
      const others = options.entries.filter((entry) => entry !== mode);
      const plain = withBuilderArguments(builder, others.length === 0 ? [] : [object(others)]);
      return { ...column, builder: withStringDefault(plain, kit.default) };
    }),
};

function withStringDefault(builder: Chain, written: string | null): Chain {
  const [value] = methodArguments(builder, "default") ?? [];
  if (value === undefined) return builder;
  // 'n.nn' as the catalog has it: the number in drizzle-kit's text has lost its zeros.
  const literal =
    written === null ? null : (/^\(?'?(-?[\d.]+(?:e[+-]?\d+)?)'?\)?$/i.exec(written)?.[1] ?? null);
  if (value.type === "raw" && literal !== null) {
    return withMethodArguments(builder, "default", [text(literal)]);
  }
  return withMethodArguments(builder, "default", [toStrings(value)]);
}

function toStrings(code: Code): Code {
  if (code.type === "raw") return text(code.text.replace(/n$/, ""));
  return code.type === "array" ? array(code.items.map(toStrings)) : code;
}
