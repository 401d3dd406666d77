import { object, text, type Chain, type Code, type Entry } from "../code.ts";
import { methodArguments, withMethodArguments } from "../chain.ts";
import { mapColumns } from "./map-model.ts";
import type { Repair } from "./repair.ts";

const methods = ["generatedAlwaysAsIdentity", "generatedByDefaultAsIdentity"];

/** A bound of an identity column keeps all its digits. */
export const identityOption: Repair = {
  name: "identity-option",
  upstream: {
    fault:
      "the least bigint, the minimum of an identity column that counts down, is pulled as a JavaScript number, which it doesn't fit into",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model) =>
    mapColumns(model, (column) => ({
      ...column,
      builder: methods.reduce(withTexts, column.builder),
    })),
};

function withTexts(builder: Chain, method: string): Chain {
  const [options] = methodArguments(builder, method) ?? [];
  if (options?.type !== "object" || !options.entries.some(isTooLong)) return builder;
  const entries = options.entries.map((entry) =>
    isTooLong(entry) ? { ...entry, value: asText(entry.value) } : entry,
  );
  return withMethodArguments(builder, method, [object(entries)]);
}

function isTooLong({ value }: Entry): boolean {
  return (
    value?.type === "raw" && /^-?\d+$/.test(value.text) && !Number.isSafeInteger(Number(value.text))
  );
}

function asText(code: Code | undefined): Code {
  return text(code?.type === "raw" ? code.text : "");
}
