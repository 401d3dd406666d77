import { methodArguments, withMethodArguments } from "./chain.ts";
import { sql } from "./code.ts";
import type { Column, Model, Table, View } from "./model.ts";
import { mapTables, mapViews } from "./repairs/map-model.ts";
import { settledExpression } from "../../postgres/settled-expression.ts";

/**
 * The model with every expression as PostgreSQL prints it once it has read its own print, so that a database and its restored
 * dump have the same files. Defaults stay: drizzle-kit's push compares these, and not the others.
 */
export function settleModel(model: Model): Model {
  return mapViews(mapTables(model, settleTable), settleView);
}

function settleTable(table: Table): Table {
  return {
    ...table,
    columns: table.columns.map(settleColumn),
    checks: table.checks.map((check) => ({ ...check, value: settledExpression(check.value) })),
    indexes: table.indexes.map((index) => ({
      ...index,
      where: settled(index.where),
      columns: index.columns.map((key) =>
        key.isExpression ? { ...key, value: settledExpression(key.value) } : key,
      ),
    })),
    policies: table.policies.map((policy) => ({
      ...policy,
      using: settled(policy.using),
      withCheck: settled(policy.withCheck),
    })),
  };
}

function settleColumn(column: Column): Column {
  const [generated] = methodArguments(column.builder, "generatedAlwaysAs") ?? [];
  if (generated?.type !== "sql") return column;
  const args = [sql(settledExpression(generated.text))];
  return { ...column, builder: withMethodArguments(column.builder, "generatedAlwaysAs", args) };
}

function settleView(view: View): View {
  return { ...view, kit: { ...view.kit, definition: settled(view.kit.definition) } };
}

function settled(expression: string | null): string | null {
  return expression === null ? null : settledExpression(expression);
}
