import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { renderDriftJson } from "../../../src/report/drift/json.ts";
import { hostileReport, longReport, report, variedReport } from "./sample.ts";

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");
const schema = JSON.parse(read("docs/drift.schema.json")) as SchemaNode;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  required?: string[];
  definitions?: Record<string, SchemaNode>;
}

const databases = {
  schemaVersion: 1,
  verdict: "unknown",
  databases: [
    { name: "eu", report: variedReport(), failure: null },
    { name: "us", report: null, failure: { message: "refused", hint: null } },
  ],
} as const;

describe("renderDriftJson", () => {
  it.each([
    ["nothing", report()],
    ["everything", variedReport()],
    ["hostile names", hostileReport()],
    ["many findings", longReport(1000)],
    ["several databases", databases],
  ] as const)("is valid by the documented schema: %s", (_, value) => {
    validate(JSON.parse(JSON.stringify(renderDriftJson(value))));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("is refused by that schema where a key is missing or one too many is there", () => {
    const json = renderDriftJson(variedReport()) as Record<string, unknown>;
    expect(validate({ ...json, more: 1 })).toBe(false);
    expect(validate({ ...json, verdict: "fine" })).toBe(false);
    const { repair: _, ...less } = json;
    expect(validate(less)).toBe(false);
  });

  it("says the values as they are, whatever is in them", () => {
    const json = renderDriftJson(hostileReport()) as { findings: { object: string }[] };
    expect(json.findings.map(({ object }) => object)).toEqual(
      hostileReport().findings.map(({ object }) => object),
    );
  });

  it("has no key that docs/formats.md doesn't name", () => {
    const documentation = read("docs/formats.md");
    const { report: whole, finding, plan } = schema.definitions!;
    const keys = [whole, finding, plan].flatMap((node) => Object.keys(node!.properties!));
    for (const key of keys) expect(documentation).toContain(`\`${key}\``);
  });
});
