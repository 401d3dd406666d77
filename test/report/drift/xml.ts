/** An element of a document that was read strictly. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const attributePattern = /\s+([\w:-]+)="([^<"]*)"/y;

/**
 * Reads XML 1.0 as far as JUnit's reports need it: elements, attributes, text, character references. Anything that isn't
 * well-formed is an error, as are characters that XML doesn't know.
 */
export function readXml(text: string): XmlElement {
  const illegal = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.exec(text);
  if (illegal !== null) throw new Error(`No character of XML: ${JSON.stringify(illegal[0])}`);
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(text);
  if (declaration === null) throw new Error("There is no declaration");
  const open: XmlElement[] = [{ name: "", attributes: {}, children: [], text: "" }];
  const token = /<(\/?)([\w-]+)|([^<]+)/y;
  token.lastIndex = declaration[0].length;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`Not well-formed at ${text.slice(at, at + 40)}`);
    const [, slash, name, characters] = match;
    const top = open.at(-1)!;
    if (characters !== undefined) {
      top.text += decode(characters);
    } else if (slash === "/") {
      if (top.name !== name || text[token.lastIndex++] !== ">")
        throw new Error(`</${name}> ends <${top.name}>`);
      open.pop();
    } else {
      const element: XmlElement = { name: name!, attributes: {}, children: [], text: "" };
      top.children.push(element);
      token.lastIndex = readAttributes(text, token.lastIndex, element);
      if (text.startsWith("/>", token.lastIndex)) token.lastIndex += 2;
      else if (text[token.lastIndex++] === ">") open.push(element);
      else throw new Error(`<${name}> isn't closed`);
    }
  }
  const [root] = open[0]!.children;
  if (open.length !== 1 || root === undefined) throw new Error("An element isn't closed");
  return root;
}

function readAttributes(text: string, from: number, element: XmlElement): number {
  attributePattern.lastIndex = from;
  let end = from;
  for (
    let match = attributePattern.exec(text);
    match !== null;
    match = attributePattern.exec(text)
  ) {
    const [, name, value] = match as unknown as [string, string, string];
    if (name in element.attributes) throw new Error(`${name} is there twice`);
    element.attributes[name] = decode(value);
    end = attributePattern.lastIndex;
  }
  return end;
}

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d+);|([^;]*;?))/g, (whole, code: string | undefined) => {
    if (code === undefined) throw new Error(`No character reference: ${whole}`);
    return String.fromCodePoint(Number(code));
  });
}
