import type { Fact } from "../../catalog/fact.ts";
import { listAttribute } from "./known.ts";

const name = String.raw`(?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+)`;
const qualified = String.raw`${name}(?:\.${name})?`;
/** A key that is a column: its name, then what an index says of a key. An expression has a parenthesis first. */
const columnKey = new RegExp(
  String.raw`^(${name})( COLLATE ${qualified})?(?:( (?!DESC|NULLS)${qualified})(\((?:[^()']|'[^']*(?:''[^']*)*')*\))?)?((?: DESC)?(?: NULLS (?:FIRST|LAST))?)$`,
);

/** A key that is a column: its name in quotes where it needs them, and what is said of it. Undefined: an expression. */
export function parseIndexKey(
  key: string,
): { column: string; operatorClass: string | undefined; order: string } | undefined {
  const [, column, , operatorClass, , order = ""] = columnKey.exec(key) ?? [];
  return column === undefined ? undefined : { column, operatorClass: operatorClass?.trim(), order };
}

/**
 * A key with parameters of its operator class as it is without them where the class is its type's own: PostgreSQL names that for
 * the sake of the parameters alone. Undefined of any other key.
 */
export function withoutOwnClass(key: string): string | undefined {
  const [, column, , operatorClass, parameters, order = ""] = columnKey.exec(key) ?? [];
  return operatorClass === undefined || parameters === undefined ? undefined : `${column}${order}`;
}

/**
 * An index without what Drizzle can't say of a key that is a column: its collation, the parameters of its operator class.
 * An expression is written as SQL, with all that belongs to it.
 */
export function splitIndexKeys(index: Fact): { said: Fact; gaps: string[] } {
  const gaps = new Set<string>();
  const keys = (listAttribute(index, "keys") ?? []).map((key) => {
    const [, column, collation, operatorClass, parameters, order] = columnKey.exec(key) ?? [];
    if (column === undefined) return key;
    if (collation !== undefined) gaps.add("index's collation");
    if (parameters !== undefined) gaps.add("operator class's parameters");
    return `${column}${operatorClass ?? ""}${order ?? ""}`;
  });
  return { said: { ...index, attributes: { ...index.attributes, keys } }, gaps: [...gaps] };
}
