/** One message of psql's, read back. */
export interface PsqlMessage {
  /** As psql names it; undefined: about no file. */
  file: string | undefined;
  line: number | undefined;
  /** `ERROR`, `NOTICE`, …, or psql's own `error`, `warning`. */
  severity: string;
  sqlstate: string | undefined;
  text: string;
  detail: string | undefined;
  hint: string | undefined;
  /** The statement's line and the caret below it. */
  excerpt: string | undefined;
}

const HEAD =
  /^psql:(?:(.+?):(\d+):)? ?(ERROR|FATAL|PANIC|NOTICE|WARNING|INFO|LOG|DEBUG|error|warning):\s+(?:([0-9A-Z]{5}): )?(.*)$/;

/** Reads what psql writes on standard error with VERBOSITY=verbose. Keeps the first error, passes notices on. */
export class PsqlMessages {
  error: PsqlMessage | undefined;
  readonly #onNotice: (text: string) => void;
  #rest = "";
  #lines: string[] = [];

  constructor(onNotice: (text: string) => void) {
    this.#onNotice = onNotice;
  }

  push(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#take(line);
  }

  end(): void {
    if (this.#rest !== "") this.#take(this.#rest);
    this.#rest = "";
    this.#finish();
  }

  #take(line: string): void {
    if (HEAD.test(line)) this.#finish();
    this.#lines.push(line);
  }

  #finish(): void {
    const lines = this.#lines;
    this.#lines = [];
    const message = parse(lines);
    if (message === undefined) {
      // What the script itself wrote.
      for (const line of lines) this.#onNotice(line);
    } else if (/^(?:ERROR|FATAL|PANIC|error)$/.test(message.severity)) this.error ??= message;
    else this.#onNotice(`${message.severity}: ${message.text}`);
  }
}

function parse([head = "", ...following]: readonly string[]): PsqlMessage | undefined {
  const found = HEAD.exec(head);
  if (found === null) return undefined;
  const [, file, line, severity = "", sqlstate, text = ""] = found;
  const rest = following.join("\n");
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}: {2}(.*(?:\\n(?![A-Z]+: {2}).*)*)`, "m").exec(rest)?.[1];
  const detail = [field("DETAIL"), field("CONTEXT")].filter((part) => part !== undefined);
  const excerpt = /^LINE \d+: (.*\n *\^)/m.exec(rest);
  const continued = /^(?!LINE |[A-Z]+: {2})(?:.*\n?)/.exec(rest)?.[0].trimEnd();
  return {
    file,
    line: line === undefined ? undefined : Number(line),
    severity,
    sqlstate,
    text: continued === undefined || continued === "" ? text : `${text}\n${continued}`,
    detail: detail.length === 0 ? undefined : detail.join("\n"),
    hint: field("HINT"),
    excerpt: excerpt === null ? undefined : shifted(excerpt[1] ?? "", excerpt[0].indexOf(":") + 2),
  };
}

/** The caret stands below `LINE n: text`; without that beginning it moves to the left. */
function shifted(excerpt: string, by: number): string {
  const [line = "", caret = ""] = excerpt.split("\n");
  return `${line}\n${caret.slice(by)}`;
}
