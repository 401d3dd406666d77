import type { Catalog } from "../../../catalog/fact.ts";
import { findGaps, type Gap } from "../gaps.ts";
import { groupBy, objectKey } from "../kit-source.ts";
import { knowCatalog, parseName, type Known } from "../known.ts";
import type { OrmLine } from "../lines/orm-line.ts";
import type { Model } from "../model.ts";
import { backslashDefault } from "./backslash-default.ts";
import { arrayDefault } from "./array-default.ts";
import { bitLength } from "./bit-length.ts";
import { checkSuffix } from "./check-suffix.ts";
import { customTypeData } from "./custom-type-data.ts";
import { customTypeInput } from "./custom-type-input.ts";
import { customTypeJson } from "./custom-type-json.ts";
import { customTypeName } from "./custom-type-name.ts";
import { dateDefault } from "./date-default.ts";
import { enumDefault } from "./enum-default.ts";
import { enumName } from "./enum-name.ts";
import { exclusionIndex } from "./exclusion-index.ts";
import { expressionDefault } from "./expression-default.ts";
import { expressionKey } from "./expression-key.ts";
import { extensionMember } from "./extension-member.ts";
import { foreignSerial } from "./foreign-serial.ts";
import { geometrySrid } from "./geometry-srid.ts";
import { identityOption } from "./identity-option.ts";
import { intervalPrecision } from "./interval-precision.ts";
import { jsonDefault } from "./json-default.ts";
import { mapTables, mapViews } from "./map-model.ts";
import { settleModel } from "../settle-model.ts";
import { numberDefault } from "./number-default.ts";
import { numericMode } from "./numeric-mode.ts";
import { numericScale } from "./numeric-scale.ts";
import { operatorClass } from "./operator-class.ts";
import { partitionReference } from "./partition-reference.ts";
import { policyRole } from "./policy-role.ts";
import { viewArray } from "./view-array.ts";
import { viewColumn } from "./view-column.ts";
import { viewDefinition } from "./view-definition.ts";
import { virtualColumn } from "./virtual-column.ts";

/** Mends one fault of drizzle-kit's, told by the catalog. */
export interface Repair {
  name: string;
  /** What drizzle-kit does wrong, its issue where there is one, and when this can go. */
  upstream: { fault: string; issue: string | null; lastSeen: string };
  repair(model: Model, known: Known): Model;
}

/** In this order; none depends on another's result but the last ones, which are about view columns too, and the gaps. */
export const repairs: readonly Repair[] = [
  extensionMember,
  enumName,
  customTypeName,
  foreignSerial,
  virtualColumn,
  numericScale,
  numericMode,
  dateDefault,
  arrayDefault,
  numberDefault,
  enumDefault,
  backslashDefault,
  jsonDefault,
  expressionDefault,
  checkSuffix,
  expressionKey,
  operatorClass,
  exclusionIndex,
  partitionReference,
  policyRole,
  viewArray,
  bitLength,
  geometrySrid,
  intervalPrecision,
  identityOption,
  viewColumn,
  viewDefinition,
  customTypeData,
  customTypeInput,
  customTypeJson,
];

/** The model with every fault mended, and every expression as it is after a restore, too. */
export function repair(model: Model, catalog: Catalog, line: OrmLine): Model {
  const known = knowCatalog(catalog);
  const repaired = repairs.reduce((before, each) => each.repair(before, known), model);
  return withGaps(settleModel(repaired), findGaps(catalog, line));
}

/** The model with each table and view knowing what can't be said of it. */
function withGaps(model: Model, found: readonly Gap[]): Model {
  const gaps = groupBy(
    found.filter((gap) => gap.of !== null),
    (gap) => JSON.stringify(parseName(gap.of ?? "")),
  );
  const gapsOf = (object: { schema: string; name: string }) => gaps.get(objectKey(object)) ?? [];
  const tables = mapTables(model, (table) => ({ ...table, gaps: gapsOf(table.kit) }));
  return mapViews(tables, (view) => ({ ...view, gaps: gapsOf(view.kit) }));
}
