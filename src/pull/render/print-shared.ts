import {
  array,
  call,
  member,
  object,
  raw,
  text,
  type Chain,
  type Code,
  type Entry,
} from "./code.ts";
import { exportConstant } from "./print-code.ts";
import { fileSpecifier, pgCore, type Context } from "./context.ts";
import type { Imports } from "./imports.ts";
import type { Model } from "./model.ts";
import type { KitSequence } from "../kit/kit-entities.ts";

/** Schemas, enums and sequences: what tables share. Empty when there are none. */
export function printShared(
  model: Pick<Model, "schemas" | "enums" | "sequences">,
  context: Context,
  imports: Imports,
): string {
  const schemaConstant = (name: string) =>
    context.names.constant("schema", { schema: "public", name });
  const within = (
    schema: string,
    builders: { inPublic: string; inSchema: string },
    args: Code[],
  ): Chain => {
    if (schema === "public") return call(imports.add(pgCore, builders.inPublic), args);
    const constant = imports.add(
      fileSpecifier(context, context.files.shared),
      schemaConstant(schema),
    );
    const owner = member(constant, builders.inSchema);
    return { ...owner, links: [...owner.links, { type: "call", args }] };
  };
  const schemas = model.schemas.map((name) =>
    exportConstant(schemaConstant(name), call(imports.add(pgCore, "pgSchema"), [text(name)])),
  );
  const enums = model.enums.map((type) =>
    exportConstant(
      context.names.constant("enum", type),
      within(type.schema, { inPublic: "pgEnum", inSchema: "enum" }, [
        text(type.name),
        array(type.values.map(text)),
      ]),
    ),
  );
  const sequences = model.sequences.map((sequence) =>
    exportConstant(
      context.names.constant("sequence", sequence),
      within(sequence.schema, { inPublic: "pgSequence", inSchema: "sequence" }, [
        text(sequence.name),
        object(sequenceOptions(sequence)),
      ]),
    ),
  );
  return [schemas, enums, sequences]
    .filter((group) => group.length > 0)
    .map((group) => `${group.join("\n")}\n`)
    .join("\n");
}

function sequenceOptions(sequence: KitSequence): Entry[] {
  const numbers = [
    ["startWith", sequence.startWith],
    ["increment", sequence.incrementBy],
    ["minValue", sequence.minValue],
    ["maxValue", sequence.maxValue],
    ["cache", sequence.cacheSize],
  ] as const;
  return [
    ...numbers.flatMap(([key, value]): Entry[] =>
      value === null || value === undefined ? [] : [{ key, value: text(String(value)) }],
    ),
    { key: "cycle", value: raw(String(sequence.cycle === true)) },
  ];
}
