import type postgres from "postgres";

/** Array types of pg_catalog: element type and array type, by their fixed OIDs. */
const arrayTypes = {
  bool: 1000,
  name: 1003,
  int2: 1005,
  int4: 1007,
  text: 1009,
  varchar: 1015,
  int8: 1016,
  oid: 1028,
} as const;

const numeric: ReadonlySet<number> = new Set([arrayTypes.int2, arrayTypes.int4, arrayTypes.oid]);

/**
 * Parsers for the built-in array types. The driver would otherwise read pg_type at the start of each connection
 * (`fetch_types`), a round trip that no command needs.
 */
export const builtInArrays: Record<string, postgres.PostgresType> = Object.fromEntries(
  Object.entries(arrayTypes).map(([name, oid]) => [
    `${name}Array`,
    {
      to: oid,
      from: [oid],
      parse: (text: string) => parseArray(text, oid),
      serialize: formatArray,
    },
  ]),
);

type ArrayItem = string | number | boolean | null | ArrayItem[];

/** Reads PostgreSQL's array syntax (`{a,"b c",NULL,{…}}`). int8 stays text, as JavaScript's numbers can't hold it. */
function parseArray(text: string, oid: number): ArrayItem[] {
  // A lower bound other than 1 is written before the braces: [0:1]={a,b}
  let at = text.indexOf("{") + 1;
  const readItem = (): ArrayItem => {
    if (text[at] === "{") {
      at += 1;
      return readItems();
    }
    if (text[at] === '"') return convert(readQuoted());
    const start = at;
    while (at < text.length && text[at] !== "," && text[at] !== "}") at += 1;
    const word = text.slice(start, at);
    return word === "NULL" ? null : convert(word);
  };
  const readQuoted = (): string => {
    let value = "";
    for (at += 1; at < text.length && text[at] !== '"'; at += 1) {
      if (text[at] === "\\") at += 1;
      value += text[at];
    }
    at += 1;
    return value;
  };
  const readItems = (): ArrayItem[] => {
    const items: ArrayItem[] = [];
    while (at < text.length && text[at] !== "}") {
      items.push(readItem());
      if (text[at] === ",") at += 1;
    }
    at += 1;
    return items;
  };
  const convert = (word: string): ArrayItem =>
    numeric.has(oid) ? Number(word) : oid === arrayTypes.bool ? word === "t" : word;
  return readItems();
}

function formatArray(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  const items = value.map((item: unknown) =>
    item === null || item === undefined
      ? "NULL"
      : Array.isArray(item)
        ? formatArray(item)
        : `"${String(item).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`,
  );
  return `{${items.join(",")}}`;
}
