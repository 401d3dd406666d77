import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fact } from "../../src/catalog/fact.ts";
import { formatSnapshot } from "../../src/catalog/snapshot.ts";
import { BrowserPage } from "../support/browser.ts";
import { createProject } from "./command-line.ts";

// The page of the schema in a real browser: movement, keys, addresses, and that nothing leaves it.
describe("the page of the schema, in a browser", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "dbfirst-page-"));
  let page: BrowserPage;

  const addressOf = (name: string, hash = "") =>
    `${pathToFileURL(join(folder, `${name}.html`)).href}${hash}`;
  const hash = () => page.evaluate<string>("decodeURIComponent(location.hash)");
  const shown = () => page.evaluate<number>(`document.querySelectorAll("a.box").length`);
  const chosen = () =>
    page.evaluate<string | undefined>(`document.querySelector(".object.chosen h3 a")?.textContent`);
  const pressed = (group: string) =>
    page.evaluate<string>(`document.querySelector("#${group} [aria-pressed=true]").textContent`);
  /** The address changes at once, and the page follows it a moment later. */
  const arrival = () => page.until(`document.querySelector(".object.chosen") !== null`);
  /** Whether the chosen section is what one sees at the top of the text. */
  const isInSight = () =>
    page.evaluate<boolean>(
      `(() => { const { top } = document.querySelector(".object.chosen").getBoundingClientRect(); const pane = document.getElementById("document").getBoundingClientRect(); return top >= pane.top - 2 && top < pane.bottom - 40; })()`,
    );

  beforeAll(async () => {
    const example = createProject("example");
    const report = async (name: string) => {
      const file = join(folder, `${name}.html`);
      const { code, shown: text } = await example.run(["report", "--html", file, "--no-history"]);
      if (code !== 0) throw new Error(text);
    };
    await report("example");
    for (const [name, facts] of [
      ["large", manyTables(500)],
      ["hostile", hostileTables()],
      ["bare", [{ kind: "schema", object: "app", parent: null, attributes: {} }]],
    ] as const) {
      const catalog = { serverMajor: 17, facts, unmodeled: [] };
      example.write("drizzle/catalog.json", formatSnapshot({ catalog, tools: {}, files: {} }));
      await report(name);
    }
    await example.dispose();
    page = await BrowserPage.open({ width: 1440, height: 900 });
  }, 300_000);
  afterAll(async () => {
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("without a table is words alone, whatever was shown of another page", async () => {
    // What a page stores isn't known to the next at once, so that later tests have another browser.
    const other = await BrowserPage.open({ width: 1440, height: 900 });
    try {
      const widthOf = (id: string) =>
        other.evaluate<number>(`document.getElementById("${id}").getBoundingClientRect().width`);
      await other.goto(addressOf("example"));
      expect(await widthOf("picture")).toBeGreaterThan(400);
      await other.evaluate(`document.querySelector("[data-panes=picture]").click()`);
      expect(await widthOf("document")).toBe(0);
      await other.goto(addressOf("bare"));
      expect(await other.evaluate(`document.getElementById("panes") === null`)).toBe(true);
      expect(await widthOf("document")).toBe(1440);
      expect(other.complaints).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it("is found through with the keyboard alone", async () => {
    await page.goto(addressOf("example"));
    expect(await shown()).toBe(15);
    await page.press("/");
    await page.type("issue");
    await page.until(`document.querySelectorAll("#results li").length > 3`);
    expect(
      await page.evaluate(`document.querySelector("#results [aria-selected=true] b").textContent`),
    ).toBe("public.issue");
    await page.press("ArrowDown");
    await page.press("ArrowUp");
    await page.press("Enter");
    await arrival();
    expect(await hash()).toBe("#table=public.issue");
    expect(await chosen()).toBe("public.issue");
    expect(await isInSight()).toBe(true);
    await page.press("Escape");
    await page.until(`location.hash === ""`);
    expect(await chosen()).toBeUndefined();
  });

  it("finds a column, and shows its row", async () => {
    await page.goto(addressOf("example"));
    await page.press("/");
    await page.type("emailverified");
    await page.press("Enter");
    await page.until(`document.querySelector("tr.found") !== null`);
    expect(await hash()).toBe("#table=public.user&column=emailVerified");
    expect(await page.evaluate(`document.querySelector("tr.found th").textContent`)).toBe(
      "emailVerified",
    );
  });

  it("goes from table to table with the arrows, and moves and zooms", async () => {
    await page.goto(addressOf("example"));
    await page.evaluate(`document.querySelector('a.box[tabindex="0"]').focus()`);
    const focused = () => page.evaluate<string>("document.activeElement.getAttribute('href')");
    const transform = `document.getElementById("world").getAttribute("transform")`;
    const before = await focused();
    await page.press("ArrowRight");
    expect(await focused()).not.toBe(before);
    expect(await page.evaluate(`document.querySelectorAll('a.box[tabindex="0"]').length`)).toBe(1);
    const scale = () =>
      page.evaluate<number>(
        `Number(/scale\\(([\\d.]+)/.exec(document.getElementById("world").getAttribute("transform"))[1])`,
      );
    await page.until(`${transform} !== null`);
    const first = await scale();
    await page.press("+");
    await page.until(`!${transform}.includes("scale(${first})")`);
    expect(await scale()).toBeCloseTo(first * 1.25, 5);
    const enlarged = await page.evaluate<string>(transform);
    await page.press("ArrowUp", { shift: true });
    await page.until(`${transform} !== ${JSON.stringify(enlarged)}`);
    await page.press("0");
    await page.until(`${transform}.includes("scale(${first})")`);
    await page.press("Enter");
    await arrival();
    expect(await hash()).toMatch(/^#table=/);
    expect(await page.evaluate(`document.querySelectorAll(".line.on").length`)).toBeGreaterThan(0);
  });

  it("shows a table with its neighbours, and goes back", async () => {
    await page.goto(addressOf("example", "#table=public.project"));
    expect(await shown()).toBe(15);
    await page.click('#steps [data-steps="1"]');
    // project, its organization, its lead and its issues.
    expect(await shown()).toBe(4);
    expect(await hash()).toBe("#table=public.project&steps=1");
    await page.click('#steps [data-steps="2"]');
    expect(await shown()).toBeGreaterThan(4);
    await page.evaluate(`document.querySelector("a.box.focus").focus()`);
    await page.press("Escape");
    expect(await shown()).toBe(15);
    expect(await page.evaluate("document.activeElement.getAttribute('href')")).toBe(
      "#table=public.project",
    );
    expect(await hash()).toBe("#table=public.project");
    await page.goto(addressOf("example", "#table=public.project&steps=1"));
    expect(await shown()).toBe(4);
  });

  it("stays usable with 500 tables", async () => {
    const started = Date.now();
    await page.goto(addressOf("large"));
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(await shown()).toBe(500);
    expect(await page.evaluate(`document.querySelectorAll("#labels text").length`)).toBeGreaterThan(
      20,
    );
    await page.press("/");
    await page.type("table_123");
    await page.press("Enter");
    await arrival();
    expect(await hash()).toBe("#table=app.table_123");
    expect(await pressed("steps")).toBe("1 step");
    expect(await shown()).toBeLessThan(10);
    expect(await isInSight()).toBe(true);
    // A hub: everything refers to it.
    await page.goto(addressOf("large", "#table=app.table_0&steps=1"));
    expect(await shown()).toBeGreaterThan(100);
  });

  it("fits small screens, and keeps what the reader chose", async () => {
    for (const [width, height] of [
      [1024, 768],
      [390, 844],
    ] as const) {
      await page.resize(width, height);
      await page.goto(addressOf("example"));
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
        width,
      );
      expect(
        await page.evaluate(
          `document.getElementById("document").scrollWidth <= document.getElementById("document").clientWidth`,
        ),
      ).toBe(true);
    }
    await page.click('#panes [data-panes="text"]');
    expect(
      await page.evaluate(`getComputedStyle(document.getElementById("picture")).display`),
    ).toBe("none");
    await page.click("#theme");
    await page.click("#theme");
    await page.reload();
    expect(await pressed("panes")).toBe("Text");
    expect(await page.evaluate(`getComputedStyle(document.documentElement).colorScheme`)).toBe(
      "dark",
    );
    await page.evaluate("localStorage.clear()");
    await page.resize(1440, 900);
  });

  it("runs nothing that names, comments and values bring", async () => {
    await page.goto(addressOf("hostile"));
    expect(await page.evaluate("globalThis.attacked")).toBeUndefined();
    await page.press("/");
    await page.type("img");
    await page.until(`document.querySelectorAll("#results li b").length > 0`);
    await page.press("Enter");
    await arrival();
    await page.click('#detail [data-detail="columns"]');
    expect(await page.evaluate("globalThis.attacked")).toBeUndefined();
    expect(await page.evaluate("document.images.length")).toBe(0);
    expect(await shown()).toBe(2);
  });

  it("says all of it without JavaScript", async () => {
    await page.send("Emulation.setScriptExecutionDisabled", { value: true });
    await page.send("Page.navigate", { url: addressOf("example", "#table=public.issue") });
    await page.until(`document.readyState === "complete"`);
    expect(await shown()).toBe(15);
    expect(
      await page.evaluate("document.querySelector('#document section:target h3 a').textContent"),
    ).toBe("public.issue");
    await page.send("Emulation.setScriptExecutionDisabled", { value: false });
  });

  it("complained of nothing all the time, and asked for nothing but itself", () => {
    expect(page.complaints).toEqual([]);
    expect(page.requests.length).toBeGreaterThan(5);
    expect(
      page.requests.filter((url) => !url.startsWith("file://") && url !== "about:blank"),
    ).toEqual([]);
  });
});

/** A tree of tables, and a third that refer to the first one, too. */
function manyTables(count: number): Fact[] {
  const facts: Fact[] = [{ kind: "schema", object: "app", parent: null, attributes: {} }];
  for (let index = 0; index < count; index += 1) {
    const table = `app.table_${index}`;
    facts.push({ kind: "table", object: table, parent: "app", attributes: {} });
    const columns = ["id", "parent_id", "hub_id", "name", "note"];
    for (const [position, name] of columns.entries())
      facts.push({
        kind: "column",
        object: `${table}.${name}`,
        parent: table,
        attributes: { position: position + 1, type: "bigint", notNull: position === 0 },
      });
    const refer = (column: string, to: number) =>
      facts.push({
        kind: "constraint",
        object: `${column}_fkey on ${table}`,
        parent: table,
        attributes: {
          type: "foreign key",
          columns: [column],
          references: { table: `app.table_${to}`, columns: ["id"] },
        },
      });
    if (index > 0) refer("parent_id", Math.floor((index - 1) / 2));
    if (index > 0 && index % 3 === 0) refer("hub_id", 0);
  }
  return facts;
}

/** Two tables, all of whose texts would run a script where they were taken for HTML. */
function hostileTables(): Fact[] {
  const attack = `</script><script>attacked=1</script><img src=x onerror="attacked=1">`;
  const quoted = `"${attack.replaceAll('"', '""')}"`;
  const [table, other] = [`app.${quoted}`, `${quoted}.b`];
  const key = { columns: [quoted], references: { table, columns: [quoted] } };
  return [
    { kind: "schema", object: "app", parent: null, attributes: { comment: attack } },
    { kind: "schema", object: quoted, parent: null, attributes: {} },
    { kind: "table", object: table, parent: "app", attributes: { comment: attack } },
    { kind: "table", object: other, parent: quoted, attributes: {} },
    ...[table, other].flatMap((parent): Fact[] => [
      {
        kind: "column",
        object: `${parent}.${quoted}`,
        parent,
        attributes: { position: 1, type: attack, default: attack, notNull: false },
      },
      {
        kind: "constraint",
        object: `${quoted} on ${parent}`,
        parent,
        attributes: { type: "foreign key", ...key },
      },
    ]),
  ];
}
