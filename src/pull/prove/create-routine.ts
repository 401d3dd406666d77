import type { Fact, FactValue } from "../../catalog/fact.ts";
import { quoteLiteral } from "../../postgres/quote.ts";

/** The name in `app.slugify(text)` or `"a(b"."c"(integer)`: what stands before the arguments. */
export function routineName(signature: string): string {
  return /^(?:(?:"(?:[^"]|"")*"|[^".(]+)\.)?(?:"(?:[^"]|"")*"|[^"(]+)/.exec(signature)?.[0] ?? "";
}

/**
 * A function, procedure or aggregate as far as tables and views depend on it. Nothing can depend on a function that
 * triggers call. One in a language that a bare server lacks gets an empty body: nobody calls it.
 */
export function createRoutine(fact: Fact): string | undefined {
  const returns = text(fact.attributes["returns"]);
  if (returns === "trigger" || returns === "event_trigger") return undefined;
  if (fact.kind === "aggregate") return createAggregate(fact);
  const { arguments: parameters, window, volatility, strict } = fact.attributes;
  return [
    `CREATE ${fact.kind.toUpperCase()} ${routineName(fact.object)}(${text(parameters)})`,
    ...(returns === "" ? [] : [`RETURNS ${returns}`]),
    ...(window === true ? ["WINDOW"] : []),
    ...(volatility === undefined ? [] : [text(volatility).toUpperCase()]),
    ...(strict === true ? ["STRICT"] : []),
    languageAndBody(fact),
  ].join(" ");
}

/** Stands last: nothing may follow a body that isn't quoted. */
function languageAndBody({ attributes }: Fact): string {
  const language = text(attributes["language"]);
  const body = text(attributes["body"]);
  if (language === "sql" && /^(?:BEGIN ATOMIC|RETURN )/.test(body)) return `LANGUAGE sql ${body}`;
  if (language === "sql" || language === "plpgsql" || language === "internal")
    return `LANGUAGE ${language} AS ${quoteLiteral(body)}`;
  return `LANGUAGE plpgsql AS 'BEGIN END'`;
}

function createAggregate({ object, attributes }: Fact): string | undefined {
  const state = attributes["aggregate"];
  // An ordered-set aggregate has arguments of two sorts; views that call one are rare.
  if (!isRecord(state) || state["kind"] !== undefined) return undefined;
  const options = [
    ["sfunc", routineName(text(state["transition"]))],
    ["stype", text(state["stateType"])],
    ["finalfunc", state["final"] === undefined ? "" : routineName(text(state["final"]))],
    ["finalfunc_extra", state["finalExtra"] === true ? "true" : ""],
    ["initcond", state["initial"] === undefined ? "" : quoteLiteral(text(state["initial"]))],
  ].flatMap(([name = "", value]) => (value === "" ? [] : [`${name} = ${value}`]));
  return `CREATE AGGREGATE ${routineName(object)}(${text(attributes["arguments"]) || "*"}) (${options.join(", ")})`;
}

function isRecord(value: FactValue | undefined): value is Readonly<Record<string, FactValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: FactValue | undefined): string {
  return typeof value === "string" ? value : "";
}
