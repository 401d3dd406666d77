import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** A page of a real Chromium without a window, spoken to in the DevTools protocol over pipes. */
export class BrowserPage {
  /** Whatever went wrong in the page: errors, refusals of its policy, exceptions. */
  readonly complaints: string[] = [];
  /** The address of everything that it asked for. */
  readonly requests: string[] = [];
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #child: ChildProcess;
  readonly #input: Writable;
  readonly #profile: string;
  #session: string | undefined;
  #last = 0;
  #received = "";

  private constructor(child: ChildProcess, profile: string) {
    this.#child = child;
    this.#profile = profile;
    this.#input = child.stdio[3] as Writable;
    const output = child.stdio[4] as Readable;
    output.setEncoding("utf8");
    output.on("data", (text: string) => this.#receive(text));
  }

  static async open(size: { width: number; height: number; dark?: boolean }): Promise<BrowserPage> {
    const profile = await mkdtemp(join(tmpdir(), "dbfirst-browser-"));
    const flags = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--remote-debugging-pipe",
      `--user-data-dir=${profile}`,
      "about:blank",
    ];
    const stdio = ["ignore", "ignore", "ignore", "pipe", "pipe"] as const;
    const page = new BrowserPage(spawn("chromium", flags, { stdio: [...stdio] }), profile);
    await page.#attach(size);
    return page;
  }

  async #attach({
    width,
    height,
    dark = false,
  }: {
    width: number;
    height: number;
    dark?: boolean;
  }) {
    const { targetInfos } = await this.send("Target.getTargets");
    const target = (targetInfos as { type: string; targetId: string }[]).find(
      ({ type }) => type === "page",
    );
    const { sessionId } = await this.send("Target.attachToTarget", {
      targetId: target!.targetId,
      flatten: true,
    });
    this.#session = sessionId as string;
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await this.send(`${domain}.enable`);
    await this.resize(width, height);
    await this.send("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }],
    });
  }

  resize(width: number, height: number): Promise<unknown> {
    const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
    return this.send("Emulation.setDeviceMetricsOverride", metrics);
  }

  /** Opens an address, and waits until the page's program has run. */
  async goto(url: string): Promise<void> {
    await this.send("Page.navigate", { url: "about:blank" });
    await this.send("Page.navigate", { url });
    await this.until(
      `location.href !== "about:blank" && document.documentElement.classList.contains("ready")`,
    );
  }

  /** Opens the same address again, in the same process: what a page stores isn't known to others at once. */
  async reload(): Promise<void> {
    await this.evaluate("globalThis.isBefore = true");
    await this.send("Page.reload");
    await this.until(
      `globalThis.isBefore === undefined && document.documentElement.classList.contains("ready")`,
    );
  }

  /** Waits until an expression is true. */
  async until(expression: string): Promise<void> {
    const end = performance.now() + 60_000;
    while (!(await this.evaluate<boolean>(`Boolean(${expression})`).catch(() => false))) {
      if (performance.now() > end) throw new Error(`not true within 60 s: ${expression}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 25);
      });
    }
  }

  async evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: Value }).value;
  }

  /** Presses a key as a person would: `a`, `/`, `Enter`, `ArrowDown`. */
  async press(key: string, { shift = false } = {}): Promise<void> {
    const text = key.length === 1 ? key : key === "Enter" ? "\r" : undefined;
    const event = { key, modifiers: shift ? 8 : 0, ...keyCodes[key] };
    await this.send("Input.dispatchKeyEvent", {
      type: text === undefined ? "rawKeyDown" : "keyDown",
      ...event,
      ...(text === undefined ? {} : { text }),
    });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  async type(text: string): Promise<void> {
    for (const key of text) await this.press(key);
  }

  /** Clicks in the middle of the first element that a selector finds. */
  async click(selector: string, clicks = 1): Promise<void> {
    const { x, y } = await this.evaluate<{ x: number; y: number }>(
      `(() => { const { left, top, width, height } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect(); return { x: left + width / 2, y: top + height / 2 }; })()`,
    );
    await this.send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
    for (let clickCount = 1; clickCount <= clicks; clickCount += 1)
      for (const type of ["mousePressed", "mouseReleased"])
        await this.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount });
  }

  /** A picture of what is to be seen, as PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    return Buffer.from(data as string, "base64");
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => {
      this.#child.once("exit", resolve);
    });
    await Promise.race([this.send("Browser.close").catch(() => undefined), ended]);
    this.#child.kill();
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = (this.#last += 1);
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    const answer = new Promise<Message>((resolve) => {
      this.#waiting.set(id, resolve);
    });
    this.#input.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  #receive(text: string): void {
    const messages = (this.#received + text).split("\0");
    this.#received = messages.pop()!;
    for (const message of messages) this.#handle(JSON.parse(message) as Message);
  }

  #handle({ id, method, params = {}, ...rest }: Message): void {
    if (id !== undefined) {
      this.#waiting.get(id)?.(rest);
      this.#waiting.delete(id);
    } else if (method === "Network.requestWillBeSent")
      this.requests.push((params as { request: { url: string } }).request.url);
    else if (method === "Log.entryAdded" || method === "Runtime.exceptionThrown")
      this.complaints.push(JSON.stringify(params));
    else if (
      method === "Runtime.consoleAPICalled" &&
      /^(error|warning)$/.test(String(params["type"]))
    )
      this.complaints.push(JSON.stringify(params));
  }
}

/** What Chromium needs to know of keys that aren't letters. */
const keyCodes: Readonly<Record<string, { code: string; windowsVirtualKeyCode: number }>> = {
  Enter: { code: "Enter", windowsVirtualKeyCode: 13 },
  Escape: { code: "Escape", windowsVirtualKeyCode: 27 },
  Tab: { code: "Tab", windowsVirtualKeyCode: 9 },
  ArrowLeft: { code: "ArrowLeft", windowsVirtualKeyCode: 37 },
  ArrowUp: { code: "ArrowUp", windowsVirtualKeyCode: 38 },
  ArrowRight: { code: "ArrowRight", windowsVirtualKeyCode: 39 },
  ArrowDown: { code: "ArrowDown", windowsVirtualKeyCode: 40 },
  "/": { code: "Slash", windowsVirtualKeyCode: 191 },
};
