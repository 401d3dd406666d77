import { describe, expect, it } from "vitest";
import { changedSpan } from "../../../src/report/drift/changed-span.ts";

describe("what differs between two lines", () => {
  it("is told in whole words", () => {
    expect(changedSpan("numeric(10,2) not null", "numeric(12,2) not null")).toEqual({
      start: "numeric(",
      expected: "10",
      actual: "12",
      end: ",2) not null",
    });
    expect(changedSpan("text", "character varying(200)")).toBeUndefined();
  });

  it("is told in characters where long lines have no words", () => {
    const [start, end] = ["组织的成员".repeat(20), "可以读取所有项目".repeat(20)];
    expect(changedSpan(`'${start}不${end}'`, `'${start}也${end}'`)).toEqual({
      start: `'${start}`,
      expected: "不",
      actual: "也",
      end: `${end}'`,
    });
    expect(changedSpan("a".repeat(200), "b".repeat(200))).toBeUndefined();
  });

  it("keeps marks with their letters", () => {
    const start = "e".repeat(150);
    expect(changedSpan(`${start}e\u0301`, `${start}e\u0300`)).toMatchObject({
      expected: "e\u0301",
      actual: "e\u0300",
    });
  });
});
