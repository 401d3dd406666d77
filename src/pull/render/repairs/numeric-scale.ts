import { builderOptions, withBuilderArguments } from "../chain.ts";
import { object, raw, type Chain } from "../code.ts";
import { mapTypedBuilders } from "./map-typed-builders.ts";
import type { Repair } from "./repair.ts";

/** A `numeric` may be rounded left of its point, from PostgreSQL 15 on: `numeric(10,-2)` holds hundreds. */
export const numericScale: Repair = {
  name: "numeric-scale",
  upstream: {
    fault: "numeric(10,-2) is pulled as numeric(), without precision and scale",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) => mapTypedBuilders(model, known, withScale),
};

function withScale(builder: Chain, type: string): Chain {
  const [, precision, scale] = /^numeric\((\d+),(-\d+)\)/.exec(type) ?? [];
  if (builder.head !== "numeric" || precision === undefined || scale === undefined) return builder;
  const others = (builderOptions(builder)?.entries ?? []).filter(({ key }) => key === "mode");
  const digits = [
    { key: "precision", value: raw(precision) },
    { key: "scale", value: raw(scale) },
  ];
  return withBuilderArguments(builder, [object([...others, ...digits])]);
}
