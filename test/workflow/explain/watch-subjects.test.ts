import { describe, expect, it } from "vitest";
import { isSetting, placesOf } from "../../../src/workflow/explain/watch-subjects.ts";

const at = (line: number) => ({ file: "sql/1.sql", line });

describe("placesOf", () => {
  it("gives the statement after which a subject was seen to be another for the last time", () => {
    const changed = [
      { ran: 0, value: undefined, place: undefined },
      { ran: 1, value: "1", place: at(3) },
      { ran: 4, value: "1", place: undefined },
      { ran: 5, value: "2", place: at(5) },
      { ran: 6, value: "2", place: at(8) },
      { ran: 9, value: "2", place: undefined },
    ];
    const same = changed.map((look) => ({ ...look, value: "1" }));
    expect(placesOf([changed, same])).toEqual([at(5), undefined]);
  });

  it("gives none where more than one statement ran between two looks, or after the last", () => {
    const between = [
      { ran: 0, value: undefined, place: undefined },
      { ran: 1, value: "1", place: at(3) },
      { ran: 3, value: "2", place: at(8) },
    ];
    const behind = [
      { ran: 0, value: undefined, place: undefined },
      { ran: 1, value: "1", place: at(3) },
      { ran: 2, value: "2", place: undefined },
    ];
    expect(placesOf([between, behind])).toEqual([undefined, undefined]);
  });

  it("gives none where nothing was looked at", () => {
    expect(placesOf([[]])).toEqual([undefined]);
  });
});

it.for([
  ["set transaction isolation level serializable", true],
  ["-- a\n/* b **/ /***/ LOCK TABLE t", true],
  ["/* set */ alter table t add a int", false],
  ["settle", false],
  // Each of the comments was tried as the beginning of one that ends with any later one.
  [`${"/* a */ ".repeat(60)}alter table t add a int`, false],
] as const)("SET and LOCK are told behind comments: %s", ([statement, expected]) => {
  expect(isSetting(statement)).toBe(expected);
});
