import type { Catalog, Fact, FactKind, FactValue } from "../../catalog/fact.ts";
import { keyOf } from "../compare/facts-by-key.ts";

/** What a migration did to one object. */
export interface HistoryEvent {
  /** Its index among the migrations. */
  migration: number;
  change: "made" | "changed" | "dropped";
  kind: FactKind;
  object: string;
  parent: string | null;
}

/**
 * What each step of a series of catalogs did, in its order. A column isn't changed by those before it coming or going. Pure.
 *
 * @param catalogs what there is after each migration; before the first there is nothing of the project's.
 */
export function historyOf(before: Catalog, catalogs: readonly Catalog[]): HistoryEvent[] {
  let known = textsOf(before);
  return catalogs.flatMap((catalog, migration) => {
    const now = textsOf(catalog);
    const events = eventsBetween(known, now).map((event) => ({ migration, ...event }));
    known = now;
    return events;
  });
}

type Texts = ReadonlyMap<string, { fact: Fact; text: string }>;

function textsOf({ facts }: Catalog): Texts {
  return new Map(
    facts.map((fact) => [
      keyOf(fact),
      { fact, text: JSON.stringify(fact.attributes, leaveOutPosition) },
    ]),
  );
}

function leaveOutPosition(name: string, value: FactValue): FactValue | undefined {
  return name === "position" ? undefined : value;
}

function eventsBetween(before: Texts, now: Texts): Omit<HistoryEvent, "migration">[] {
  const event = ({ kind, object, parent }: Fact, change: HistoryEvent["change"]) => ({
    change,
    kind,
    object,
    parent,
  });
  const changed = [...now].flatMap(([key, { fact, text }]) => {
    const old = before.get(key);
    if (old === undefined) return [event(fact, "made")];
    return old.text === text ? [] : [event(fact, "changed")];
  });
  const dropped = [...before].flatMap(([key, { fact }]) =>
    now.has(key) ? [] : [event(fact, "dropped")],
  );
  return [...changed, ...dropped];
}
