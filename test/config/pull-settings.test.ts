import { expect, test } from "vitest";
import { loadProject } from "../../src/config/load.ts";
import { pullSettings } from "../../src/config/pull-settings.ts";
import { projectFolder } from "../support/project-folder.ts";

async function settingsOf(pull: string): Promise<Record<string, string>> {
  const directory = await projectFolder({
    "dbfirst.config.ts": `export default { pull: ${pull} };`,
  });
  return pullSettings(await loadProject({ directory }));
}

test("each override is a setting of its own, whatever the order of its keys", async () => {
  const settings =
    await settingsOf(`{ layout: "schema", aliases: { user: "auth.user" }, overrides: {
    columns: { "app.team.slug": { name: "s", type: { name: "Slug", from: "./slug.ts" } } }, types: { timestamptz: { mode: "string" } } } }`);
  expect(settings).toMatchObject({
    "pull.layout": '"schema"',
    "pull.aliases.user": '"auth.user"',
    'pull.overrides.columns["app.team.slug"]':
      '{"name":"s","type":{"from":"./slug.ts","name":"Slug"}}',
    "pull.overrides.types.timestamptz": '{"mode":"string"}',
  });
  const reordered = await settingsOf(`{ overrides: { types: { timestamptz: { mode: "string" } },
    columns: { "app.team.slug": { type: { from: "./slug.ts", name: "Slug" }, name: "s" } } },
    aliases: { user: "auth.user" }, layout: "schema" }`);
  expect(reordered).toEqual(settings);
});

test("what is empty or has its default is no setting", async () => {
  expect(await settingsOf(`{ layout: "table", overrides: { columns: {} }, aliases: {} }`)).toEqual(
    await settingsOf("{}"),
  );
});

test("mistakes in overrides are named with their place", async () => {
  const mistaken =
    settingsOf(`{ layout: "files", overrides: { colums: {}, tables: { "auth.user": { file: "" } },
    columns: { "app.team.slug": { typ: "x", mode: "text" } }, types: { citext: { name: "x" } } } }`);
  await expect(mistaken).rejects.toThrow(
    expect.objectContaining({
      problems: expect.arrayContaining([
        {
          at: "pull.layout",
          message: 'expected "table", "schema" or "single", found "files"',
        },
        {
          at: 'pull.overrides.columns["app.team.slug"].typ',
          message: 'unknown option; did you mean "type"?',
        },
        {
          at: 'pull.overrides.columns["app.team.slug"].mode',
          message: 'expected "date", "string", "number" or "bigint", found "text"',
        },
        {
          at: "pull.overrides.types.citext.name",
          message: "unknown option; known are type, mode, customType",
        },
        {
          at: 'pull.overrides.tables["auth.user"].file',
          message: "expected a file name, found an empty string",
        },
        { at: "pull.overrides.colums", message: 'unknown option; did you mean "columns"?' },
      ]),
    }),
  );
});
