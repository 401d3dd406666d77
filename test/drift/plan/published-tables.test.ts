import { describe, expect, it } from "vitest";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { withPublishedChildren } from "../../../src/drift/plan/published-tables.ts";
import { catalogOf, fact } from "../catalogs.ts";

const catalog = catalogOf([
  fact("table", "app.animal"),
  fact("table", "app.dog", { inherits: ["app.animal"] }),
  fact("table", 'app."Pup"', { inherits: ["app.dog"] }),
]);

const written = (...statements: string[]) =>
  withPublishedChildren(statements.map(ownStatement), { from: catalog, to: catalog }).map(
    ({ sql }) => sql,
  );

const publication = 'ALTER PUBLICATION "news"';

describe("a published table with child tables", () => {
  it("comes and goes alone where not all of them do", () => {
    expect(written(`${publication} ADD TABLE "app"."animal"`)).toEqual([
      `${publication} ADD TABLE ONLY "app"."animal"`,
    ]);
    expect(
      written(
        `${publication} DROP TABLE "app"."animal"`,
        `${publication} DROP TABLE "app"."dog"`,
        `${publication} ADD TABLE "app"."Pup"`,
      ),
    ).toEqual([
      `${publication} DROP TABLE ONLY "app"."animal"`,
      `${publication} DROP TABLE ONLY "app"."dog"`,
      `${publication} ADD TABLE "app"."Pup"`,
    ]);
  });

  it("takes them with it where all do in the same way", () => {
    const all = (rest: string) =>
      ["animal", "dog", "Pup"].map((name) => `${publication} ADD TABLE "app"."${name}"${rest}`);
    expect(written(...all(""))).toEqual(all("").slice(0, 1));
    expect(written(...all(' WHERE ("n" > 1)'))).toEqual(all(' WHERE ("n" > 1)').slice(0, 1));
    expect(written(all(' ("n")')[0]!, ...all("").slice(1))).toEqual([
      `${publication} ADD TABLE ONLY "app"."animal" ("n")`,
      `${publication} ADD TABLE "app"."dog"`,
    ]);
  });

  it("is one of a new publication's by itself, as they are", () => {
    const create = (...tables: string[]) =>
      `CREATE PUBLICATION "news" FOR TABLE ${tables.join(", ")} WITH (publish = 'insert')`;
    expect(written(create('"app"."Pup"', '"app"."animal" ("n")', '"app"."team"'))).toEqual([
      create('"app"."Pup"', 'ONLY "app"."animal" ("n")', '"app"."team"'),
    ]);
  });
});
