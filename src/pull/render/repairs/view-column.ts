import { call, withCall } from "../code.ts";
import { customType } from "../custom-type.ts";
import { parseName, textAttribute, type Known } from "../known.ts";
import type { Model, View, ViewColumn } from "../model.ts";
import { withoutPublic } from "../built-in-types.ts";
import { enumHead } from "../builder.ts";
import { mapViews } from "./map-model.ts";
import type { Repair } from "./repair.ts";

/** A view has all its columns, in their order. */
export const viewColumn: Repair = {
  name: "view-column",
  upstream: {
    fault: "a view's column of an enum's array type is pulled as mood[](), which doesn't parse",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) =>
    mapViews(model, (view) => {
      const facts = known.columns(view.kit.schema, view.kit.name);
      const present = new Set(view.columns.map((column) => column.name));
      if (facts.every(({ name }) => present.has(name))) return view;
      return { ...view, columns: facts.map(({ name }) => columnOf(view, name, known, model)) };
    }),
};

function columnOf(view: View, name: string, known: Known, model: Model): ViewColumn {
  const present = view.columns.find((column) => column.name === name);
  if (present !== undefined) return present;
  const type = textAttribute(known.column(view.kit.schema, view.kit.name, name), "type") ?? "text";
  const element = type.replace(/(?:\[\])+$/, "");
  const dimensions = (type.length - element.length) / 2;
  const [schema, enumName] = parseName(element);
  const found = model.enums.find((one) => one.schema === schema && one.name === enumName);
  const builder = found === undefined ? customType(withoutPublic(element)) : call(enumHead, []);
  return {
    name,
    builder: dimensions === 0 ? builder : withCall(builder, "array", []),
    enum: found === undefined ? null : { schema: found.schema, name: found.name },
  };
}
