import type { ConnectionSettings } from "./postgres/settings.ts";
import { createPalette, type Palette } from "./report/palette.ts";
import { withoutCommands, withoutSteering } from "./report/printable.ts";
import { scrub } from "./report/redaction.ts";

/** The part of a stream that is written to. */
export interface Sink {
  write: (text: string) => unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

export interface ConsoleOptions {
  stdout: Sink;
  stderr: Sink;
  color: boolean;
  quiet: boolean;
  verbose: boolean;
  /** Whether to redraw a line of progress: a terminal that isn't a CI log. */
  interactive: boolean;
  /** Whether GitHub's runner reads along, and does what lines of a certain form say. */
  obeyed: boolean;
}

/** How long something may take before a log (not a terminal) hears of it, in milliseconds. */
const silence = 1000;
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/**
 * Everything that a command shows: results to standard output, the rest to standard error. Every text goes through
 * {@link scrub}, so that no password of a connection leaves the process here; and nothing that comes from a database, a file or
 * another program moves a terminal's cursor or gives GitHub's runner orders.
 */
export class Console {
  readonly palette: Palette;
  readonly #options: ConsoleOptions;
  readonly #secrets = { anywhere: new Set<string>(), asPassword: new Set<string>() };
  #step: { text: string; started: number; timer: NodeJS.Timeout; shown: boolean } | undefined;

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.palette = createPalette(options.color);
  }

  get verbose(): boolean {
    return this.#options.verbose;
  }

  /** Columns to fit into: the terminal's, or 100 where there is none. */
  get width(): number {
    return this.#options.stdout.columns ?? 100;
  }

  /**
   * A connection's passwords are never shown. Short ones are left out: hiding every "a" would garble the text and hide
   * nothing. One that its user's or database's name shows anyway is hidden only where it is named as a password:
   * `postgres:postgres@` must not blank out each "postgres".
   */
  hidePasswords(settings: ConnectionSettings): void {
    const { user, database, servers = [settings] } = settings;
    for (const { password } of [settings, ...servers]) {
      if (password === undefined || password.length < 4) continue;
      const isShown = user.includes(password) || database.includes(password);
      this.#secrets[isShown ? "asPassword" : "anywhere"].add(password);
    }
  }

  /** A result, to standard output. */
  print(text: string): void {
    this.printCommands(this.#options.obeyed ? withoutCommands(text) : text);
  }

  /** A result that orders GitHub's runner about; whatever others wrote in it is escaped. */
  printCommands(text: string): void {
    this.#clear();
    const whole = this.scrubbed(text.endsWith("\n") ? text : `${text}\n`);
    // A file or another program gets what there is, to the letter.
    this.#options.stdout.write(this.#options.stdout.isTTY ? withoutSteering(whole) : whole);
  }

  /** A result that is a secret and was asked for; the only way past {@link scrub}. */
  reveal(secret: string): void {
    this.#clear();
    this.#options.stdout.write(`${secret}\n`);
  }

  /** Something worth knowing that isn't the result, to standard error. Silent when quiet. */
  note(text: string): void {
    if (!this.#options.quiet) this.error(text);
  }

  /** An error or a warning, to standard error, also when quiet. */
  error(text: string): void {
    this.#clear();
    this.#options.stderr.write(this.#harmless(text.endsWith("\n") ? text : `${text}\n`));
  }

  /**
   * What is going on now; replaces the step before, and goes on where it is the same. A terminal sees it at once, with the
   * seconds that it takes; a log gets one line, and only for what takes over a second.
   */
  step(text: string): void {
    if (text === this.#step?.text) return;
    this.done();
    if (this.#options.quiet) return;
    const step = { text, started: performance.now(), shown: false };
    const show = () => this.#draw();
    const timer = this.#options.interactive ? setInterval(show, 80) : setTimeout(show, silence);
    timer.unref();
    this.#step = { ...step, timer };
  }

  /** The step is over. */
  done(): void {
    if (this.#step === undefined) return;
    clearTimeout(this.#step.timer);
    this.#clear();
    this.#step = undefined;
  }

  scrubbed(text: string): string {
    return scrub(text, this.#secrets);
  }

  #harmless(text: string): string {
    const shown = withoutSteering(this.scrubbed(text));
    return this.#options.obeyed ? withoutCommands(shown) : shown;
  }

  #draw(): void {
    const step = this.#step;
    if (step === undefined) return;
    const elapsed = performance.now() - step.started;
    step.shown = true;
    if (!this.#options.interactive) {
      this.#options.stderr.write(this.#harmless(`${step.text}…\n`));
      return;
    }
    const frame = frames[Math.floor(elapsed / 80) % frames.length]!;
    const seconds = elapsed < silence ? "" : ` ${Math.floor(elapsed / 1000)} s`;
    const room = (this.#options.stderr.columns || 80) - 1 - `${frame} ${seconds}`.length;
    const line = `${frame} ${shortened(this.#harmless(step.text), room)}${seconds}`;
    this.#options.stderr.write(`\r\u001B[2K${this.palette.dim(line)}`);
  }

  #clear(): void {
    if (this.#step?.shown && this.#options.interactive) this.#options.stderr.write("\r\u001B[2K");
  }
}

/** A text in so many columns. Its middle is what is left out: it begins with what is done, and ends with which file it is. */
function shortened(text: string, columns: number): string {
  if (text.length <= columns) return text;
  const kept = Math.max(0, columns - 1);
  const end = Math.floor(kept / 2);
  return `${text.slice(0, kept - end)}…${text.slice(text.length - end)}`;
}
