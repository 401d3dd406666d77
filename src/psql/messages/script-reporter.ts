import type { ScriptError } from "../../errors.ts";
import { formatDiagnostic } from "./diagnostics.ts";
import { firstWords } from "../execute/first-words.ts";
import { characterLength } from "../print/width.ts";
import type { Locus, Reporter, ServerError, Statement } from "./reporter.ts";
import { scriptErrorAt } from "./script-error.ts";
import { type Bytes, fromBytes, isAscii } from "../text/bytes.ts";
import type { SourcePlace } from "../text/query-buffer.ts";
import type { Diagnostic } from "../../postgres/wire/responses.ts";

export interface ScriptReporterOptions {
  /** Where the script is. */
  locus: () => Locus;
  place: () => SourcePlace | undefined;
  onNotice: (text: string) => void;
}

/** Keeps the first error of a script, with its place in the file; it ends the script. */
export class ScriptReporter implements Reporter {
  failure: ScriptError | undefined;
  /** What helps with an error of the server's besides its own hint. */
  explain: ((sqlstate: string) => string | undefined) | undefined;
  readonly #options: ScriptReporterOptions;

  constructor(options: ScriptReporterOptions) {
    this.#options = options;
  }

  get stops(): boolean {
    return this.failure !== undefined;
  }

  error(text: Bytes): void {
    this.fail(fromBytes(text));
  }

  refused(
    { message, advice }: { message: string; advice: string | undefined },
    place: SourcePlace | undefined,
  ): void {
    this.fail(message, { place, ...(advice !== undefined && { hint: advice }) });
  }

  warning(text: Bytes): void {
    // `\quit 1` looks like a failing guard, but psql ignores the argument and succeeds.
    if (/^\\q(?:uit)?: extra argument/.test(text)) {
      this.fail(`${fromBytes(text)}: \\quit can't fail a script`, {
        hint: "To stop with an error, run a statement that fails, such as: do $$ begin raise exception 'why'; end $$;",
      });
    } else this.#options.onNotice(`warning: ${fromBytes(text)}`);
  }

  info(text: Bytes): void {
    this.#options.onNotice(fromBytes(text).trimEnd());
  }

  write(text: Bytes): void {
    this.info(text);
  }

  notice(diagnostic: Diagnostic, query: Bytes | undefined): void {
    // SET LOCAL outside a transaction: PostgreSQL warns, and goes on without it.
    if (diagnostic.sqlstate === "25P01" && firstWords(query ?? "", 1)[0] === "set") {
      this.fail(fromBytes(diagnostic.message), {
        hint: "It had no effect. Put BEGIN and COMMIT around the statements that it is for.",
      });
      return;
    }
    const style = {
      verbosity: "default",
      showContext: "errors",
      isError: false,
      charset: "utf8",
    } as const;
    this.info(formatDiagnostic(diagnostic, query, style).replace(/^([^:]+): {2}/, "$1: "));
  }

  serverError({ diagnostic, underWayUntil }: ServerError, statement: Statement): void {
    if (diagnostic === undefined) {
      const { line } = this.#options.locus();
      const several = underWayUntil !== undefined && underWayUntil > line;
      const lines = several ? ` while lines ${line} to ${underWayUntil} were under way` : "";
      this.fail(`the connection to the server was lost${lines}`, {
        ...(several ? {} : { statement: fromBytes(statement.text) }),
        hint: "The server's log says why. Nothing of this script is recorded as applied.",
      });
      return;
    }
    const offset =
      diagnostic.position === undefined ? 0 : offsetOf(statement.text, diagnostic.position);
    const place = statement.source?.placeOf(offset) ?? this.#options.place();
    this.#keep(
      scriptErrorAt(fromBytes(diagnostic.message), this.#file(), place, {
        statement: fromBytes(statement.text),
        sqlstate: diagnostic.sqlstate,
        detail: detailOf(diagnostic),
        hint: this.#hintOf(diagnostic),
      }),
    );
  }

  fail(
    message: string,
    details: { hint?: string; statement?: string; place?: SourcePlace | undefined } = {},
  ): void {
    const { place = this.#options.place(), ...rest } = details;
    this.#keep(scriptErrorAt(message, this.#file(), place, rest));
  }

  #hintOf({ hint, sqlstate }: Diagnostic): string | undefined {
    const parts = [hint === undefined ? undefined : fromBytes(hint), this.explain?.(sqlstate)];
    const known = parts.filter((part) => part !== undefined);
    return known.length === 0 ? undefined : known.join("\n");
  }

  #keep(error: ScriptError): void {
    this.failure ??= error;
  }

  #file(): string {
    return fromBytes(this.#options.locus().file ?? "");
  }
}

/** With where it was within a function, or which line of a COPY's data it is about. */
function detailOf({ detail, context }: Diagnostic): string | undefined {
  const known = [detail, context].filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.map(fromBytes).join("\n");
}

/** The byte offset of a position that the server counts in characters, from 1. */
function offsetOf(text: Bytes, position: number): number {
  if (isAscii(text)) return position - 1;
  let offset = 0;
  for (let count = 1; count < position && offset < text.length; count += 1)
    offset += characterLength(text, offset, "utf8");
  return offset;
}
