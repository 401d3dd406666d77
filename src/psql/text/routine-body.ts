/**
 * Follows the identifiers of a statement, to know whether a semicolon belongs to the `BEGIN ATOMIC … END` body of a
 * function. psql's own heuristic, quirks included: it looks for `create [or replace] function|procedure` and then
 * counts `begin`, `case` and `end` outside parentheses, ATOMIC or not.
 */
export class RoutineBody {
  /** How many `begin` and `case` are open. */
  depth = 0;
  /** False as soon as the statement can't be a CREATE FUNCTION or PROCEDURE any more: the common, cheap case. */
  possible = true;
  #first = "";
  #count = 0;

  /** Whether words were seen since the last restart. */
  get hasBegun(): boolean {
    return this.#count > 0;
  }

  /** A new statement begins; depth stays, as in psql. */
  restart(): void {
    this.possible = true;
    this.#first = "";
    this.#count = 0;
  }

  clone(): RoutineBody {
    const clone = new RoutineBody();
    clone.depth = this.depth;
    clone.possible = this.possible;
    clone.#first = this.#first;
    clone.#count = this.#count;
    return clone;
  }

  see(word: string, parenthesisDepth: number): void {
    const lower = word.toLowerCase();
    if (this.#count < 4) this.#first += INITIALS.get(lower) ?? "-";
    this.#count += 1;
    if (!ROUTINE.test(this.#first)) {
      this.possible = BEGINNING.test(this.#first);
      return;
    }
    if (parenthesisDepth > 0) return;
    if (lower === "begin" || (lower === "case" && this.depth > 0)) this.depth += 1;
    else if (lower === "end" && this.depth > 0) this.depth -= 1;
  }
}

const INITIALS = new Map([
  ["create", "c"],
  ["function", "f"],
  ["procedure", "p"],
  ["or", "o"],
  ["replace", "r"],
]);
const ROUTINE = /^c(?:[fp]|or[fp])/;
const BEGINNING = /^c(?:o(?:r)?)?$/;
