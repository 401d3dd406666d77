import { builderOptions, withBuilderArguments } from "../chain.ts";
import { object, raw, type Chain } from "../code.ts";
import { asCustomType } from "../custom-type.ts";
import { mapTypedBuilders } from "./map-typed-builders.ts";
import type { Repair } from "./repair.ts";

/** A column of bits says how many there are; Drizzle has no builder for a `bit` without a length. */
export const bitLength: Repair = {
  name: "bit-length",
  upstream: {
    fault:
      "lists of bits without a default, and a view's column of type bit without a length, are pulled as bit(), which throws when it is imported",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) => mapTypedBuilders(model, known, withLength),
};

function withLength(builder: Chain, type: string): Chain {
  if (builder.head !== "bit" || builderOptions(builder) !== undefined) return builder;
  const length = /^bit\((\d+)\)/.exec(type)?.[1];
  if (length !== undefined)
    return withBuilderArguments(builder, [object([{ key: "dimensions", value: raw(length) }])]);
  return asCustomType(builder, "bit");
}
