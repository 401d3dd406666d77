import { skipSpace } from "../execute/first-words.ts";
import { findTransactionControl } from "../execute/transaction-control.ts";
import type { Statement } from "../messages/reporter.ts";
import type { ScriptReporter } from "../messages/script-reporter.ts";
import type { Session } from "../state.ts";
import { type Bytes, fromBytes } from "../text/bytes.ts";

/** What to do with a statement: send it (or what stands for it), pass over it, or let the script fail. */
export type Verdict = Statement | "skip" | "refuse";

/**
 * Watches over the transaction that a script runs in. Where the caller has begun one, the script must stay in it: its
 * own BEGIN at the very beginning and COMMIT at the very end, where it is known to have them, are passed over, as they
 * mean the same; any other transaction control never reaches the server, because after a COMMIT it is too late to complain. Where there is none,
 * the script must end what it begins.
 */
export class TransactionGuard {
  readonly #session: Session;
  readonly #reporter: ScriptReporter;
  /** What to do about transaction control that isn't possible, for people. */
  readonly #hint: string;
  /** How the script can run without a transaction, for people. */
  readonly #withoutTransaction: string;
  readonly #inTransaction: boolean;
  readonly #hasOwn: boolean;
  #isFirst = true;
  /** The script's own BEGIN, or, without a transaction, what opened the one that is open. */
  #begin: { statement: Statement; place: Session["place"] } | undefined;
  #committed = false;
  #last: { statement: Statement; verdict: Verdict } | undefined;

  /** `ownTransaction`: the script is known to begin with BEGIN and to end with COMMIT. */
  constructor(
    session: Session,
    reporter: ScriptReporter,
    options: { hint: string; withoutTransaction: string; ownTransaction: boolean },
  ) {
    this.#session = session;
    this.#reporter = reporter;
    this.#hint = options.hint;
    this.#withoutTransaction = options.withoutTransaction;
    this.#hasOwn = options.ownTransaction;
    this.#inTransaction = session.connection?.status === "transaction";
  }

  /** Called before a statement is sent; as often as one likes. */
  admit(statement: Statement): Verdict {
    if (this.#last?.statement !== statement)
      this.#last = { statement, verdict: this.#judge(statement) };
    return this.#last.verdict;
  }

  #judge(statement: Statement): Verdict {
    if (!this.#inTransaction) return statement;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const standardStrings = this.#session.connection?.standardStrings ?? true;
    const control = findTransactionControl(statement.text, { standardStrings });
    if (this.#committed) return this.#refuse(statement, 0, "a statement follows the COMMIT");
    if (control === undefined) return statement;
    const { what, ends, offset } = control;
    const begins = isFirst && this.#hasOwn ? ownBegin(statement.text) : undefined;
    if (begins !== undefined) {
      this.#begin = { statement, place: this.#session.place };
      return begins === "" ? "skip" : { text: `set transaction ${begins}`, source: undefined };
    }
    if (this.#begin !== undefined && isPlainCommit(statement.text)) {
      this.#committed = true;
      return "skip";
    }
    return this.#refuse(
      statement,
      offset,
      ends
        ? `${what} ends the transaction that the file runs in`
        : `${what} begins a transaction, but the file runs in one already`,
    );
  }

  /** Called after each statement. */
  follow(statement: Statement, tags: ReadonlySet<Bytes>): void {
    const status = this.#session.connection?.status;
    if (this.#inTransaction) {
      // Not by a command that we could have seen: a procedure, or what runs on the server's side.
      if (status === "idle" || tags.has("COMMIT"))
        this.#refuse(
          statement,
          0,
          `${firstWord(statement.text)} ends the transaction that the file runs in`,
        );
    } else if (status === "idle") this.#begin = undefined;
    else this.#begin ??= { statement, place: this.#session.place };
  }

  /** Called at the script's end. */
  finish(): void {
    if (this.#begin === undefined || this.#committed || this.#reporter.stops) return;
    const { statement, place } = this.#begin;
    const what = firstWord(statement.text);
    this.#reporter.fail(`${what} opens a transaction that the script doesn't end`, {
      statement: fromBytes(statement.text),
      place,
      hint: "End it with COMMIT, or leave BEGIN out.",
    });
  }

  /** What helps with an error that comes from running in a transaction; undefined for all others. */
  explain(sqlstate: string): string | undefined {
    if (!this.#inTransaction) return undefined;
    // can't run in a transaction block; a new enum value in use; a procedure that commits
    return ["25001", "55P04", "2D000"].includes(sqlstate) ? this.#withoutTransaction : undefined;
  }

  #refuse(statement: Statement, offset: number, message: string): "refuse" {
    const place = statement.source?.placeOf(skipSpace(statement.text, offset));
    this.#reporter.fail(message, {
      statement: fromBytes(statement.text),
      place: place ?? this.#session.place,
      hint: this.#hint,
    });
    return "refuse";
  }
}

/** The transaction modes of a BEGIN that is all of the statement; undefined: it is something else. */
export function ownBegin(statement: Bytes): Bytes | undefined {
  const text = statement.slice(skipSpace(statement, 0));
  return /^(?:begin(?:\s+(?:work|transaction))?|start\s+transaction)\b\s*([^;]*);?\s*$/i
    .exec(text)?.[1]
    ?.trim();
}

/** COMMIT that is all of the statement, and ends the transaction without another. */
export function isPlainCommit(statement: Bytes): boolean {
  const text = statement.slice(skipSpace(statement, 0));
  return /^(?:commit|end)(?:\s+(?:work|transaction))?(?:\s+and\s+no\s+chain)?\s*;?\s*$/i.test(text);
}

function firstWord(statement: Bytes): string {
  const text = statement.slice(skipSpace(statement, 0));
  return (/[A-Za-z]+/.exec(text)?.[0] ?? "a statement").toUpperCase();
}
