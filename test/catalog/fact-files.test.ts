import { expect, it } from "vitest";
import { filesByKind } from "../../src/catalog/attributes.ts";
import { factFiles, givesSome } from "../../src/catalog/fact-files.ts";
import { factKinds } from "../../src/catalog/fact.ts";

it.each(factKinds)("knows the file that gives facts of the kind %s", (kind) => {
  const files = factFiles.filter((file) => givesSome(file, [kind]));
  expect(files).toEqual(filesByKind().get(kind));
});
