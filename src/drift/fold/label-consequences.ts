import type { FactValue } from "../../catalog/fact.ts";
import { literalPattern } from "../../literal-pattern.ts";
import type { Finding } from "../finding.ts";

/** That a value of an enum has another name: by itself and as an array's item, as PostgreSQL prints them. */
export interface RenamedLabel {
  finding: Finding;
  type: string;
  before: string;
  after: string;
}

/** Where one label of an enum, and no other, has another name. */
export function renamedLabel(finding: Finding): RenamedLabel[] {
  const { kind, object: type, attribute, expected, actual } = finding;
  if (kind !== "enum" || attribute !== "labels") return [];
  if (!Array.isArray(expected) || !Array.isArray(actual) || expected.length !== actual.length)
    return [];
  const [before, ...others] = expected.filter((label, index) => label !== actual[index]);
  if (before === undefined || others.length > 0) return [];
  const after = actual[expected.indexOf(before)] as FactValue;
  return [{ finding, type, before: String(before), after: String(after) }];
}

/** The renamed label without which a finding wouldn't be: a default or a condition has the new name where it had the old one. */
export function labelConsequenceOf(
  finding: Finding,
  labels: readonly RenamedLabel[],
): Finding | undefined {
  const { expected, actual } = finding;
  if (expected === null || actual === null) return undefined;
  const [told, now] = [expected, actual].map((value) => JSON.stringify(value)) as [string, string];
  return labels.find(
    (label) => label.finding !== finding && relabelled(told, label) === now && told !== now,
  )?.finding;
}

/** JSON with the new name in the place of the old one. */
function relabelled(json: string, { type, before, after }: RenamedLabel): string {
  const one = (label: string) => inJson(`${literal(label)}::${type}`);
  const array = new RegExp(
    `'\\{[^']*(?:''[^']*)*\\}'(?=::${literalPattern(inJson(type))}\\[\\])`,
    "g",
  );
  const item = new RegExp(`(?<=[{,])${literalPattern(inJson(itemOf(before)))}(?=[,}])`, "g");
  return json
    .replaceAll(one(before), () => one(after))
    .replaceAll(array, (text) => text.replaceAll(item, () => inJson(itemOf(after))));
}

function literal(label: string): string {
  return `'${doubled(label)}'`;
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function itemOf(label: string): string {
  const isPlain = /^[^\s{}",\\]+$/.test(label) && label.toLowerCase() !== "null";
  return doubled(isPlain ? label : `"${label.replaceAll(/["\\]/g, "\\$&")}"`);
}

function doubled(text: string): string {
  return text.replaceAll("'", "''");
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
