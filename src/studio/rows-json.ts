import type { Sql } from "../postgres/connect.ts";

/** A JSON value as the server sent it: parsing would round its numbers. */
class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const dateTypes = [1082, 1083, 1114, 1184];
const jsonTypes = [114, 3802];

/** Has a session give times as the server writes them and JSON unparsed, and take both as they are, as drizzle-kit does. */
export function keepTexts({ options }: Sql): void {
  const { parsers, serializers } = options as unknown as {
    parsers: Record<number, (text: string) => unknown>;
    serializers: Record<number, (value: unknown) => unknown>;
  };
  for (const type of dateTypes) parsers[type] = (text) => text;
  for (const type of jsonTypes) parsers[type] = (text) => new JsonText(text);
  for (const type of [...dateTypes, ...jsonTypes]) {
    serializers[type] = (value) => (typeof value === "object" ? JSON.stringify(value) : value);
  }
}

/** Rows, each a list or an object by column names, as drizzle-kit writes them: bytes in base64. */
export function rowsAsJson(rows: readonly object[]): string {
  return `[${rows.map(rowAsJson).join(",")}]`;
}

function rowAsJson(row: object): string {
  if (Array.isArray(row)) return `[${row.map(valueAsJson).join(",")}]`;
  const members = Object.entries(row).map(
    ([name, value]) => `${JSON.stringify(name)}:${valueAsJson(value)}`,
  );
  return `{${members.join(",")}}`;
}

function valueAsJson(value: unknown): string {
  if (value instanceof JsonText) return value.text;
  if (Buffer.isBuffer(value)) return JSON.stringify(value.toString("base64"));
  return JSON.stringify(value ?? null);
}
