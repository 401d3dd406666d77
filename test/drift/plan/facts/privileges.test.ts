import { expect, it } from "vitest";
import { columnGrants } from "../../../../src/drift/plan/facts/privileges.ts";
import { fact } from "../../catalogs.ts";

const table = (more: Record<string, string | object>) =>
  fact("table", "app.ward", more as Record<string, string>);
const column = (privileges: Record<string, string[]>) =>
  fact("column", "app.ward.name", { type: "text", privileges });

it("a REVOKE on a table takes what its owner holds on a column: that is granted to it again, by its name", () => {
  const before = [table({ privileges: { ada: ["SELECT"] } }), column({ ada: ["INSERT"] })];
  const after = [
    table({ owner: "ada", privileges: { OWNER: ["SELECT"] } }),
    column({ OWNER: ["INSERT"] }),
  ];
  expect(columnGrants(before, after)).toEqual(["GRANT INSERT (name) ON TABLE app.ward TO ada"]);
  const usual = [table({ privileges: { OWNER: ["SELECT"] } }), column({ OWNER: ["INSERT"] })];
  expect(columnGrants(before, usual)).toEqual([
    "GRANT INSERT (name) ON TABLE app.ward TO CURRENT_USER",
  ]);
});
