import type { Fact, FactValue } from "../../catalog/fact.ts";
import { quoteIdentifier } from "../../postgres/quote.ts";

// Facts call them `app.reverse_ops using btree`, and have what belongs to a class as CREATE OPERATOR CLASS does.

export function createOperatorFamily({ object }: Fact): string {
  const { name, method } = partsOf(object);
  return `CREATE OPERATOR FAMILY ${name} USING ${method}`;
}

/** Without what its family has beside it: an index needs no more. */
export function createOperatorClass({ object, attributes }: Fact): string {
  const { name, method } = partsOf(object);
  const { type, family, keyType, default: isDefault, operators, functions } = attributes;
  const items = [
    ...textsOf(operators).map(
      (entry) => `OPERATOR ${entry.replace(/ order by (?=\S+$)/, " FOR ORDER BY ")}`,
    ),
    ...textsOf(functions).map((entry) => `FUNCTION ${entry}`),
    // There has to be something; the type itself is what is stored anyway.
    `STORAGE ${String(keyType ?? type)}`,
  ];
  return `CREATE OPERATOR CLASS ${name}${isDefault === true ? " DEFAULT" : ""} FOR TYPE ${String(type)} USING ${method} FAMILY ${String(family)} AS ${items.join(", ")}`;
}

function partsOf(object: string): { name: string; method: string } {
  const [, name = object, method = ""] = /^(.*) using (.*?)$/s.exec(object) ?? [];
  return { name, method: quoteIdentifier(method) };
}

function textsOf(value: FactValue | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
