import type { Bytes } from "./bytes.ts";

/** The fields of an error or notice, by the protocol's letters ("Error and Notice Message Fields"). */
export interface Diagnostic {
  /** S: severity, localized. */
  severity: Bytes;
  /** V: severity, never localized. */
  severityCode: Bytes | undefined;
  /** C */
  sqlstate: Bytes;
  /** M */
  message: Bytes;
  /** D */
  detail: Bytes | undefined;
  /** H */
  hint: Bytes | undefined;
  /** P: from 1, in characters of the statement. */
  position: number | undefined;
  /** p */
  internalPosition: number | undefined;
  /** q */
  internalQuery: Bytes | undefined;
  /** W */
  context: Bytes | undefined;
  /** s, t, c, d, n */
  schema: Bytes | undefined;
  table: Bytes | undefined;
  column: Bytes | undefined;
  dataType: Bytes | undefined;
  constraint: Bytes | undefined;
  /** F, L, R */
  sourceFile: Bytes | undefined;
  sourceLine: Bytes | undefined;
  sourceFunction: Bytes | undefined;
}

export function readDiagnostic(buffer: Buffer, start: number, end: number): Diagnostic {
  const fields: Record<string, Bytes> = {};
  let position = start;
  while (position < end && buffer[position] !== 0) {
    const letter = String.fromCharCode(buffer[position] as number);
    const stop = buffer.indexOf(0, position + 1);
    fields[letter] = buffer.toString("latin1", position + 1, stop);
    position = stop + 1;
  }
  const number = (letter: string): number | undefined =>
    fields[letter] === undefined ? undefined : Number(fields[letter]);
  return {
    severity: fields["S"] ?? fields["V"] ?? "",
    severityCode: fields["V"],
    sqlstate: fields["C"] ?? "",
    message: fields["M"] ?? "",
    detail: fields["D"],
    hint: fields["H"],
    position: number("P"),
    internalPosition: number("p"),
    internalQuery: fields["q"],
    context: fields["W"],
    schema: fields["s"],
    table: fields["t"],
    column: fields["c"],
    dataType: fields["d"],
    constraint: fields["n"],
    sourceFile: fields["F"],
    sourceLine: fields["L"],
    sourceFunction: fields["R"],
  };
}

/** A column of a result. */
export interface Field {
  name: Bytes;
  type: number;
  modifier: number;
}

export function readFields(buffer: Buffer, start: number): Field[] {
  const count = buffer.readInt16BE(start);
  const fields: Field[] = [];
  let position = start + 2;
  for (let index = 0; index < count; index += 1) {
    const stop = buffer.indexOf(0, position);
    const name = buffer.toString("latin1", position, stop);
    fields.push({
      name,
      type: buffer.readUInt32BE(stop + 7),
      modifier: buffer.readInt32BE(stop + 13),
    });
    position = stop + 19;
  }
  return fields;
}

export type Row = (Bytes | null)[];

export function readRow(buffer: Buffer, start: number): Row {
  const count = buffer.readInt16BE(start);
  const row: Row = [];
  let position = start + 2;
  for (let index = 0; index < count; index += 1) {
    const length = buffer.readInt32BE(position);
    position += 4;
    if (length < 0) row.push(null);
    else {
      row.push(buffer.toString("latin1", position, position + length));
      position += length;
    }
  }
  return row;
}

/** The string that ends with a zero byte. */
export function readString(buffer: Buffer, start: number): Bytes {
  return buffer.toString("latin1", start, buffer.indexOf(0, start));
}
