/** An element of a page: its name and attributes. */
export interface PageElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
}

/**
 * The elements of a page, read as a browser reads them, but for what ours never has. What stands in `script` and `style` is
 * no element.
 */
export function readElements(html: string): PageElement[] {
  return [...tokens(html)].flatMap((token) => (typeof token === "string" ? [] : [token]));
}

/** The text of a page as its readers see it: blocks and cells apart from each other, without scripts and the picture. */
export function textOf(html: string): string {
  const document = html.slice(html.indexOf('<div id="document"'));
  let text = "";
  for (const token of tokens(document)) {
    if (typeof token === "string") text += token;
    else if (/^(td|th|tr|li|dt|dd|p|h\d|section|div|pre|table|ul|dl)$/.test(token.name))
      text += " ";
    else if (token.name === "/li") text += " ";
  }
  return text.replaceAll(/ +/g, " ");
}

function* tokens(html: string): Generator<string | PageElement> {
  const pattern =
    /<(script|style)\b([^>]*)>[^]*?<\/\1>|<(\/?[a-zA-Z!][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>|([^<]+|<)/g;
  for (const [, raw, rawAttributes, name, attributes, text] of html.matchAll(pattern)) {
    if (text !== undefined) yield decode(text);
    else
      yield {
        name: (raw ?? name)!.toLowerCase(),
        attributes: readAttributes(rawAttributes ?? attributes ?? ""),
      };
  }
}

function readAttributes(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/([^\s=/"']+)(?:="([^"]*)")?/g)].map(([, name, value]) => [
      name!.toLowerCase(),
      decode(value ?? ""),
    ]),
  );
}

function decode(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
