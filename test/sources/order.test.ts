import { describe, expect, it } from "vitest";
import { inOrder } from "../../src/sources/order.ts";

const names = (...sources: [name: string, ...dependsOn: string[]][]) =>
  inOrder(sources.map(([name, ...dependsOn]) => ({ name, dependsOn }))).map(({ name }) => name);

describe("the order of sources", () => {
  it("is that of the list", () => {
    expect(names(["b"], ["a"], ["c"])).toEqual(["b", "a", "c"]);
  });

  it("has each after those that it depends on, and moves no other", () => {
    expect(names(["app", "auth"], ["x"], ["auth", "base"], ["y"], ["base"])).toEqual([
      "base",
      "auth",
      "app",
      "x",
      "y",
    ]);
  });

  it("refuses circles and unknown names, with the place", () => {
    expect(() => names(["a", "b"], ["b", "c"], ["c", "a"])).toThrow(
      /sources\[\d\]\.dependsOn: is a circle: a → b → c → a/,
    );
    expect(() => names(["a"], ["b", "auth"])).toThrow(
      'sources[1].dependsOn: there is no source "auth"; there are a, b',
    );
  });
});
