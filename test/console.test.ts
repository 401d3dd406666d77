import { describe, expect, it } from "vitest";
import { Console, type ConsoleOptions, type Sink } from "../src/console.ts";
import { parseUrl } from "../src/postgres/url.ts";

/** A console of which every text goes to the same stream; `more` says what else is different. */
function consoleOn(stream: Sink, more: Partial<ConsoleOptions> = {}): Console {
  const plain = { color: false, quiet: false, verbose: false, interactive: false, obeyed: false };
  return new Console({ stdout: stream, stderr: stream, ...plain, ...more });
}

/** What a console prints of a text, when it was told of the connection. */
function printed(url: string, text: string): string {
  let shown = "";
  const terminal = consoleOn({ write: (part) => (shown += part) });
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

describe("what others wrote", () => {
  const hostile =
    'table app."a\u001B]0;title\u0007\u001B[2Jb\u009Bc\rd", \u001B[31mred\u001B[39m\r\n';
  const shown =
    'table app."a\\u001b]0;title\\u0007\\u001b[2Jb\\u009bc\\rd", \u001B[31mred\u001B[39m\r\n';

  /** What a console writes to its two streams. */
  function written(isTTY: boolean) {
    const [out, err]: string[][] = [[], []];
    const terminal = consoleOn(
      { write: (part) => out!.push(part), isTTY },
      { stderr: { write: (part) => err!.push(part), isTTY }, color: true },
    );
    terminal.print(hostile);
    terminal.error(hostile);
    return { out: out!.join(""), err: err!.join("") };
  }

  it("moves no terminal's cursor, and keeps its colours", () => {
    expect(written(true)).toEqual({ out: shown, err: shown });
  });

  it("is a result to the letter for a file or another program", () => {
    expect(written(false)).toEqual({ out: hostile, err: shown });
  });
});

describe("what looks like a command of a GitHub workflow", () => {
  const orders = [
    "notice: none ::error::here",
    "::add-mask::shop",
    "\t ::error file=a.sql,line=1::no",
    "\r::stop-commands::x",
    "a ##[group]b",
    "select x",
    "  ::text",
    "::a b",
  ].join("\n");
  const harmless = [
    "notice: none ::error::here",
    "\\u003a:add-mask::shop",
    "\t \\u003a:error file=a.sql,line=1::no",
    "\r\\u003a:stop-commands::x",
    "a \\u0023#[group]b",
    "select x",
    "  ::text",
    "::a b",
  ].join("\n");

  /** What is written of it to a log that a runner reads, or anywhere else. */
  function written(obeyed: boolean, show: (terminal: Console) => void): string {
    let text = "";
    show(consoleOn({ write: (part) => (text += part) }, { obeyed }));
    return text.trimEnd();
  }

  it("is none in its log", () => {
    expect(written(true, (terminal) => terminal.print(orders))).toBe(harmless);
    // A carriage return is written out there, so that no line begins behind it.
    expect(written(true, (terminal) => terminal.error(orders))).toBe(
      harmless.replace("\r\\u003a", "\\r:"),
    );
  });

  it("is one where it was meant, and stays what it is elsewhere", () => {
    expect(written(true, (terminal) => terminal.printCommands(orders))).toBe(orders);
    expect(written(false, (terminal) => terminal.print(orders))).toBe(orders);
  });
});

describe("a step on a terminal", () => {
  /** The last line that a terminal of so many columns shows of a step, once the clock has gone on. */
  async function shown(columns: number, text: string): Promise<string> {
    const written: string[] = [];
    const stream = { write: (part: string) => written.push(part), columns };
    const terminal = consoleOn(stream, { interactive: true });
    terminal.hidePasswords(parseUrl("postgres://app:a-long-secret@db/shop"));
    terminal.step(text);
    while (written.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    terminal.done();
    return written[0]!.replace("\r\u001B[2K", "").slice(2);
  }
  const step = "Applying better-auth_migrations/2025-12-25T13-10-31.651Z.sql (3 of 7)";

  it("is shown whole where there is room", async () => {
    expect((await shown(80, step)).replace(/ \d+ s$/, "")).toBe(step);
  });

  it("has one line where there is less, with its begin and its end", async () => {
    const line = await shown(40, step);
    expect(line).toMatch(/^Applying better-.*….*\.sql \(3 of 7\)(?: \d+ s)?$/);
    expect(line).toHaveLength(37);
  });

  it("shows no part of a password that the end of the line cuts", async () => {
    expect(await shown(30, "psql says: no password a-long-secret for anybody")).not.toMatch(
      /a-l|ret/,
    );
  });
});
