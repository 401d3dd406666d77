import { factKinds, kindsWithColumns, type FactKind } from "./fact.ts";
import { factFiles } from "./fact-files.ts";
import { queryText } from "./query-text.ts";
import {
  itemsOf,
  keysOf,
  splitAtUnions,
  tokensOf,
  withQueries,
  type Token,
} from "./query-shape.ts";

/**
 * The attributes that facts of each kind can have, as the queries build them: the keys of their objects. Attributes whose
 * value is an object have keys of their own, which aren't told here.
 */
export function attributesByKind(): ReadonlyMap<FactKind, readonly string[]> {
  const found = new Map<FactKind, Set<string>>(factKinds.map((kind) => [kind, new Set()]));
  const shared = withQueries(tokensOf(queryText("scope"))).queries;
  for (const file of factFiles) {
    const { queries, main } = withQueries(tokensOf(queryText(file)));
    const known = new Map([...shared, ...queries]);
    for (const branch of splitAtUnions(main)) {
      const [kind = [], , , attributes = []] = itemsOf(branch);
      for (const name of kindsIn(kind))
        for (const key of keysOf(attributes, branch, known)) found.get(name)!.add(key);
    }
  }
  // The columns' positions are told as the order of the columns, which is their table's.
  for (const kind of kindsWithColumns) found.get(kind)!.add("columnOrder");
  found.get("column")!.delete("position");
  return new Map([...found].map(([kind, names]) => [kind, [...names]]));
}

/** In which files of `queries/` the facts of each kind are built. */
export function filesByKind(): ReadonlyMap<FactKind, readonly string[]> {
  const found = new Map<FactKind, string[]>(factKinds.map((kind) => [kind, []]));
  for (const file of factFiles) {
    const branches = splitAtUnions(withQueries(tokensOf(queryText(file))).main);
    for (const kind of new Set(branches.flatMap((branch) => kindsIn(itemsOf(branch)[0] ?? []))))
      found.get(kind)!.push(file);
  }
  return found;
}

/** `'index'`, or the results of a CASE. */
function kindsIn(item: readonly Token[]): FactKind[] {
  return item.flatMap(({ text }) => {
    const kind = factKinds.find((name) => text === `'${name}'`);
    return kind === undefined ? [] : [kind];
  });
}
