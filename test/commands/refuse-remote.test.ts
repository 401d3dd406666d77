import { describe, expect, it } from "vitest";
import { isLocal, refuseUnlessLocal } from "../../src/commands/refuse-remote.ts";
import { parseUrl } from "../../src/postgres/url.ts";

const named = (url: string) => ({ settings: parseUrl(url), origin: "--url" }) as const;

describe("a database is on this machine", () => {
  it.each([
    "postgres://localhost/app",
    "postgres://127.0.0.1:5433/app",
    "postgres://127.1.2.3/app",
    "postgres://[::1]/app",
    "postgres:///app?host=/run/postgresql",
    "postgres://db.example.org/app?hostaddr=127.0.0.1",
    "postgres://localhost,127.0.0.1:5433/app",
  ])("with %s", (url) => {
    expect(isLocal(named(url))).toBe(true);
  });

  it.each([
    ["postgres://db.example.org/app", "db.example.org"],
    ["postgres://localhost.example.org/app", "localhost.example.org"],
    ["postgres://10.0.0.7/app", "10.0.0.7"],
    // What is dialled counts, and not what it is called.
    ["postgres://localhost/app?hostaddr=10.0.0.7", "10.0.0.7"],
    // Whichever of them answers.
    ["postgres://localhost,db.example.org/app", "db.example.org"],
    ["postgres://127.0.0.1,127.0.0.1/app?hostaddr=127.0.0.1,10.0.0.7", "10.0.0.7"],
  ])("and not with %s", (url, place) => {
    expect(isLocal(named(url))).toBe(false);
    expect(() => refuseUnlessLocal(named(url), "reset", undefined)).toThrow(
      `"app" is on ${place}, not on this machine`,
    );
    expect(() => refuseUnlessLocal(named(url), "reset", "other")).toThrow("isn't the database's");
    refuseUnlessLocal(named(url), "reset", "app");
  });
});
