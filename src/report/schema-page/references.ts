import type { Fact, FactValue } from "../../catalog/fact.ts";
import type { RecordedGaps } from "../../catalog/snapshot.ts";
import type { HistoryEvent } from "../../drift/origins/history.ts";
import { escapeHtml } from "../html-escape.ts";
import type { SchemaPageInput } from "./input.ts";
import { canHaveParts, keyOf, places, type SchemaModel } from "./model.ts";
import { addressOf, shownName } from "./name.ts";

/** What sections say of each other. */
export interface References {
  /** A link to the section of a table, view or type, or only its name where it has none. */
  link: (object: string, label?: string) => string;
  /** Foreign keys by the table that they refer to. */
  referring: ReadonlyMap<string, readonly Fact[]>;
  /** Partitions and children by their parent. */
  children: ReadonlyMap<string, readonly Fact[]>;
  gaps: ReadonlyMap<string, RecordedGaps["gaps"]>;
  /** What migrations did to an object and what stands on it, by `keyOf`. */
  events: ReadonlyMap<string, readonly HistoryEvent[]>;
  migrations: readonly string[];
}

/** Gathers what sections say of each other, once for the whole page. Pure. */
export function referencesOf(
  model: SchemaModel,
  { gaps, history, catalog }: SchemaPageInput,
): References {
  const holders = new Map(
    [...model.objects.values()]
      .filter(({ fact }) => canHaveParts.has(fact.kind))
      .map(({ fact }) => [fact.object, fact]),
  );
  return {
    link: (object, label = shownName(object)) => {
      const found = holders.get(object);
      const text = escapeHtml(label);
      return found === undefined ? text : `<a href="#${escapeHtml(addressOf(found))}">${text}</a>`;
    },
    referring: grouped(catalog.facts, ({ attributes }) =>
      tableReferredTo(attributes["references"]),
    ),
    children: grouped(catalog.facts, ({ kind, attributes }) =>
      kind !== "table" && kind !== "foreign table"
        ? []
        : [...texts(attributes["partitionOf"]), ...texts(attributes["inherits"])],
    ),
    gaps: new Map(gaps.map(({ of, gaps: own }) => [of ?? "", own])),
    events: grouped(history.events, (event) => {
      if (places[event.kind] === "section") return [keyOf(event)];
      const holder = event.parent === null ? undefined : holders.get(event.parent);
      return holder === undefined ? [] : [keyOf(holder)];
    }),
    migrations: history.migrations,
  };
}

function tableReferredTo(value: FactValue | undefined): string[] {
  if (typeof value !== "object" || value === null || !("table" in value)) return [];
  return [String(value["table"])];
}

function texts(value: FactValue | undefined): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

function grouped<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => readonly string[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items)
    for (const key of keysOf(item)) {
      const own = groups.get(key);
      if (own === undefined) groups.set(key, [item]);
      else own.push(item);
    }
  return groups;
}
