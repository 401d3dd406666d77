import { builderOptions, withBuilderArguments } from "../chain.ts";
import { object, raw, type Chain } from "../code.ts";
import { mapTypedBuilders } from "./map-typed-builders.ts";
import type { Repair } from "./repair.ts";

/** A point of PostGIS says its coordinate system: without it `geometry(Point,4326)` would become `geometry(point)`. */
export const geometrySrid: Repair = {
  name: "geometry-srid",
  upstream: {
    fault: "geometry(Point,4326) without a default is pulled as geometry(), without its srid",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) => mapTypedBuilders(model, known, withSrid),
};

function withSrid(builder: Chain, type: string): Chain {
  const srid = /\bgeometry\(Point,(\d+)\)/.exec(type)?.[1];
  if (builder.head !== "geometry" || srid === undefined) return builder;
  const written = builderOptions(builder)?.entries ?? [];
  if (written.some(({ key }) => key === "srid")) return builder;
  return withBuilderArguments(builder, [object([...written, { key: "srid", value: raw(srid) }])]);
}
