import { object, sql, text, withCall, type Chain, type Entry } from "./code.ts";
import { exportConstant } from "./print-code.ts";
import type { Context } from "./context.ts";
import { drizzleOrm } from "./context.ts";
import type { Imports } from "./imports.ts";
import type { View } from "./model.ts";
import { columnCode, optionCode } from "./print-column.ts";
import { gapComments } from "./gap-comments.ts";
import { ownerHead } from "./print-table.ts";

const extensionComment = "/** Comes with an extension, whose version decides on its columns. */\n";

/** The declaration of a view or a materialized view. */
export function printView(view: View, context: Context, imports: Imports): string {
  const { kit } = view;
  const builders = kit.materialized
    ? { inPublic: "pgMaterializedView", inSchema: "materializedView" }
    : { inPublic: "pgView", inSchema: "view" };
  const columns = view.columns.map((column): Entry => {
    const property = context.names.property(kit, column.name);
    return { key: property, value: columnCode({ ...column, property }, context, imports) };
  });
  const head = ownerHead(kit.schema, builders, context, imports);
  let chain: Chain = {
    ...head,
    links: [...head.links, { type: "call", args: [text(kit.name), object(columns, true)] }],
  };
  const declare = (code: Chain) =>
    `${gapComments(view.gaps)}${exportConstant(context.names.constant("view", kit), code)}\n`;
  if (view.isExisting === true)
    return `${extensionComment}${declare(withCall(chain, "existing", []))}`;
  if (kit.tablespace !== null && kit.tablespace !== "") {
    chain = withCall(chain, "tablespace", [text(kit.tablespace)]);
  }
  const options = Object.entries(kit.with ?? {}).flatMap(([key, value]): Entry[] =>
    value === null ? [] : [{ key, value: optionCode(value) }],
  );
  if (options.length > 0) chain = withCall(chain, "with", [object(options)]);
  imports.add(drizzleOrm, "sql");
  chain = withCall(chain, "as", [sql(kit.definition ?? "")]);
  return declare(chain);
}
