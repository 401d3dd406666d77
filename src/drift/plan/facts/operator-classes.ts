import type { Fact } from "../../../catalog/fact.ts";
import { sameValue } from "../../compare/same-value.ts";

/** CREATE OPERATOR CLASS, in a family that is there already. */
export function createOperatorClass({ object, attributes }: Fact): string {
  const [name, method] = nameParts(object);
  const { type, default: isDefault, family, keyType } = attributes;
  const items = [
    ...entriesOf(attributes["operators"]).map(operatorItem),
    ...entriesOf(attributes["functions"]).map((entry) => `FUNCTION ${entry}`),
    ...(typeof keyType === "string" ? [`STORAGE ${keyType}`] : []),
  ];
  // A class needs an item, and may say that it stores what it is for.
  const listed = items.length === 0 ? [`STORAGE ${String(type)}`] : items;
  return `CREATE OPERATOR CLASS ${name}${isDefault === true ? " DEFAULT" : ""} FOR TYPE ${String(type)} USING ${method} FAMILY ${String(family)} AS ${listed.join(", ")}`;
}

/** `app.words using btree` as commands name it: `app.words USING btree`. */
export function operatorGroup(object: string): string {
  return nameParts(object).join(" USING ");
}

/** ALTER OPERATOR FAMILY for the members that belong to no class, in families that are on both sides or new. Pure. */
export function looseMembers(from: readonly Fact[], to: readonly Fact[]): string[] {
  const before = new Map(from.filter(isFamily).map((fact) => [fact.object, fact]));
  return to.filter(isFamily).flatMap((wanted) => {
    const now = before.get(wanted.object);
    if (now !== undefined && sameValue(now.attributes, wanted.attributes)) return [];
    const alter = `ALTER OPERATOR FAMILY ${operatorGroup(wanted.object)}`;
    return memberKinds.flatMap(({ attribute, add, drop }) => {
      const [had, has] = [now, wanted].map((fact) => entriesOf(fact?.attributes[attribute])) as [
        string[],
        string[],
      ];
      return [
        ...had
          .filter((entry) => !has.includes(entry))
          .map((entry) => `${alter} DROP ${drop(entry)}`),
        ...has.filter((entry) => !had.includes(entry)).map((entry) => `${alter} ADD ${add(entry)}`),
      ];
    });
  });
}

const memberKinds = [
  {
    attribute: "operators",
    add: operatorItem,
    // `1 <(integer,bigint)`; the operator's own name may hold neither parenthesis nor space.
    drop: (entry: string) =>
      entry.replace(/^(\d+) [^(]*(\(.*\))(?: order by .*)?$/s, "OPERATOR $1 $2"),
  },
  {
    attribute: "functions",
    add: (entry: string) => `FUNCTION ${entry}`,
    drop: (entry: string) =>
      entry.replace(/^(\d+ \([^()]*(?:\([^()]*\)[^()]*)*\)).*$/s, "FUNCTION $1"),
  },
] as const;

function operatorItem(entry: string): string {
  return `OPERATOR ${entry.replace(/ order by (.*)$/s, " FOR ORDER BY $1")}`;
}

function isFamily({ kind }: Fact): boolean {
  return kind === "operator family";
}

function entriesOf(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}

function nameParts(object: string): [name: string, method: string] {
  const at = object.lastIndexOf(" using ");
  return [object.slice(0, at), object.slice(at + " using ".length)];
}
