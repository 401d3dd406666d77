import { describe, expect, it } from "vitest";
import { Console } from "../src/console.ts";
import { parseUrl } from "../src/postgres/url.ts";

/** What a console prints of a text, when it was told of the connection. */
function printed(url: string, text: string): string {
  let shown = "";
  const stream = { write: (part: string) => (shown += part) };
  const terminal = new Console({
    stdout: stream,
    stderr: stream,
    color: false,
    quiet: false,
    verbose: false,
    interactive: false,
  });
  terminal.hidePasswords(parseUrl(url));
  terminal.print(text);
  return shown.trimEnd();
}

describe("the passwords of a connection", () => {
  it("are hidden wherever they stand, of each server", () => {
    expect(printed("postgres://app:s3cret@a,b/shop", "tried s3cret on a and s3cret on b")).toBe(
      "tried ••• on a and ••• on b",
    );
  });

  it("leave the names alone that show them anyway", () => {
    const text = "table shop.orders, role shop_owner, password=shop";
    expect(printed("postgres://app:shop@db/shop_test", text)).toBe(
      "table shop.orders, role shop_owner, password=•••",
    );
  });
});
