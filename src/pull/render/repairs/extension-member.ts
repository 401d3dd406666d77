import type { Repair } from "./repair.ts";

/**
 * What belongs to an extension comes with it: its tables aren't pulled, its views are only named, so that drizzle-kit
 * doesn't drop them. Which columns they have is up to the extension's version, which the same SQL makes another one on
 * another server.
 */
export const extensionMember: Repair = {
  name: "extension-member",
  upstream: {
    fault: "tables and views of extensions (pg_stat_statements, PostGIS) are pulled like one's own",
    issue: null,
    lastSeen: "1.0.0-rc.5",
  },
  repair: (model, known) => ({
    ...model,
    tables: model.tables.filter(
      ({ kit }) => known.object("table", kit.schema, kit.name) !== undefined,
    ),
    views: model.views.map((view) => {
      const { schema, name, materialized } = view.kit;
      const fact = known.object(materialized ? "materialized view" : "view", schema, name);
      return fact === undefined ? { ...view, isExisting: true, columns: [] } : view;
    }),
  }),
};
