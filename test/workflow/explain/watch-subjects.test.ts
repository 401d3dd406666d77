import { describe, expect, it } from "vitest";
import { placesOf } from "../../../src/workflow/explain/watch-subjects.ts";

const at = (line: number) => ({ file: "sql/1.sql", line });

describe("placesOf", () => {
  it("gives the statement after which a subject was seen to be another for the last time", () => {
    const looks = [
      { seen: [undefined, "1"], place: undefined },
      { seen: ["1", "1"], place: at(3) },
      { seen: ["2", "1"], place: at(5) },
      { seen: ["2", "1"], place: at(8) },
    ];
    expect(placesOf(looks, ["2", "1"])).toEqual([at(5), undefined]);
  });

  it("gives none where more than one statement ran between two looks, or after the last", () => {
    const looks = [
      { seen: [undefined, undefined], place: undefined },
      { seen: ["1", "1"], place: at(3) },
      { seen: ["2", "1"], place: undefined },
    ];
    expect(placesOf(looks, ["2", "2"])).toEqual([undefined, undefined]);
  });

  it("gives none where nothing was looked at", () => {
    expect(placesOf([], ["1"])).toEqual([undefined]);
  });
});
