import type { Catalog, Fact } from "../../catalog/fact.ts";
import { groupBy } from "../render/kit-source.ts";
import { isDeclared } from "../object-name.ts";

/** What stands alone, and of tables and views those that are wanted, with all that stands on them. */
export function partOf(catalog: Catalog, wanted: ReadonlySet<string>): Catalog {
  const owners = ownersOf(catalog);
  const isPart = (fact: Fact) => {
    const owner = ownerOf(fact, owners);
    return owner === undefined || wanted.has(owner);
  };
  return { ...catalog, facts: catalog.facts.filter(isPart) };
}

/** Some tables and views, by their names in the catalog, and all that they name, directly or not. */
export function withWhatTheyName(catalog: Catalog, some: Iterable<string>): Set<string> {
  const owners = ownersOf(catalog);
  const facts = groupBy(catalog.facts, (fact) => ownerOf(fact, owners) ?? "");
  const found = new Set<string>();
  const open = [...some];
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    if (found.has(object) || !owners.has(object)) continue;
    found.add(object);
    for (const fact of facts.get(object) ?? []) open.push(...qualifiedNames(fact));
  }
  return found;
}

/** Whatever looks like a name with its schema, in any of a fact's texts. */
function qualifiedNames(fact: Fact): string[] {
  const text = JSON.stringify(fact.attributes).replaceAll('\\"', '"');
  return [...text.matchAll(qualified)].map(([name]) => name);
}

const word = String.raw`[^\s"'(),.;:[\]{}]`;
const quoted = `"(?:[^"]|"")+"`;
/** Words are read from where they begin: from each letter on, a long one without a dot would take its length squared. */
const qualified = new RegExp(`(?:${quoted}|(?<!${word})${word}+)\\.(?:${quoted}|${word}+)`, "g");

function ownersOf({ facts }: Catalog): Set<string> {
  return new Set(facts.flatMap((fact) => (isDeclared(fact) ? [fact.object] : [])));
}

/** The table or view that a fact goes with; a sequence goes with the column that owns it. */
function ownerOf(fact: Fact, owners: ReadonlySet<string>): string | undefined {
  const { object, parent, attributes } = fact;
  if (isDeclared(fact)) return object;
  if (parent !== null && owners.has(parent)) return parent;
  const { ownedBy } = attributes;
  if (typeof ownedBy !== "string") return undefined;
  return [...ownedBy.matchAll(/\.(?:"(?:[^"]|"")+"|[^".]+)$/g)]
    .map(({ index }) => ownedBy.slice(0, index))
    .find((table) => owners.has(table));
}
