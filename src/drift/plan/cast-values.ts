import type { Catalog, Fact } from "../../catalog/fact.ts";
import { byKey, keyOf } from "../compare/facts-by-key.ts";
import { lengthOf, timeOf } from "./column-rewrites.ts";

type Catalogs = Readonly<Record<"from" | "to", Catalog>>;

/** May an explicit cast give something else than what was there? One that fails is no loss. Pure. */
export function mayChangeValues(before: string, after: string, { from, to }: Catalogs): boolean {
  const [now, wanted] = [baseOf(before, from.facts), baseOf(after, to.facts)];
  const isArray = now.endsWith("[]") && wanted.endsWith("[]");
  const [one, other] = isArray ? [now.slice(0, -2), wanted.slice(0, -2)] : [now, wanted];
  if (one === other || isEnum(other.replace(/\[\]$/, ""), to)) return false;
  if (lengthOf(other) === Infinity || (one === "jsonb" && other === "json")) return false;
  const [narrow, wide] = [lengthOf(other), lengthOf(one)];
  if (narrow !== undefined && wide !== undefined) return narrow < wide;
  return !keepsTimes(one, other) && !keepsNumbers(one, other);
}

/** Are times moved by a cast, as the session's TimeZone says? Pure. */
export function dependsOnTimeZone(before: string, after: string): boolean {
  const [now, wanted] = [timeOf(before), timeOf(after)];
  return now !== undefined && wanted !== undefined && now.hasZone !== wanted.hasZone;
}

/** Is a type an enum? Pure. */
export function isEnum(type: string, { facts }: Catalog): boolean {
  return byKey(facts).has(keyOf({ kind: "enum", object: type }));
}

/** What a domain is of, and itself of any other type: its values are the same. */
function baseOf(type: string, facts: readonly Fact[]): string {
  const domain = byKey(facts).get(keyOf({ kind: "domain", object: type }));
  return domain === undefined ? type : baseOf(String(domain.attributes["type"]), facts);
}

/** Another time zone is another way to write the same moment; a day has no time to lose. */
function keepsTimes(before: string, after: string): boolean {
  const [now, wanted] = [timeOf(before), timeOf(after)];
  if (now === undefined || wanted === undefined) return false;
  if (now.kind === "date") return wanted.kind === "timestamp";
  const isAlike = now.kind === "timestamp" || now.hasZone === wanted.hasZone;
  return now.kind === wanted.kind && isAlike && now.digits <= wanted.digits;
}

interface NumberType {
  /** How many digits it keeps exactly; Infinity: all. */
  digits: number;
  /** How many of them behind the point, at most. */
  scale: number;
  isExact: boolean;
}

function numberOf(type: string): NumberType | undefined {
  const [, precision, scale = "0"] = /^numeric\((\d+)(?:,(-?\d+))?\)$/.exec(type) ?? [];
  if (precision !== undefined)
    return { digits: Number(precision), scale: Number(scale), isExact: true };
  return numberTypes[type];
}

const numberTypes: Readonly<Record<string, NumberType>> = {
  smallint: { digits: 5, scale: 0, isExact: true },
  integer: { digits: 10, scale: 0, isExact: true },
  bigint: { digits: 19, scale: 0, isExact: true },
  numeric: { digits: Infinity, scale: Infinity, isExact: true },
  real: { digits: 6, scale: Infinity, isExact: false },
  "double precision": { digits: 15, scale: Infinity, isExact: false },
};

/** What has no room is refused, but for digits behind the point, and those that a floating point doesn't keep. */
function keepsNumbers(before: string, after: string): boolean {
  const [now, wanted] = [numberOf(before), numberOf(after)];
  if (now === undefined || wanted === undefined) return false;
  if (wanted.isExact) return now.isExact && now.scale <= wanted.scale;
  return now.digits <= wanted.digits;
}
