import * as v from "valibot";

/** A text that says something; `what` names it in the message. */
export const nonEmpty = (what: string) =>
  v.pipe(v.string(`expected ${what}`), v.minLength(1, `expected ${what}, found an empty string`));
