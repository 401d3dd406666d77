/**
 * Do two names mean the same locale of ICU? From PostgreSQL 16 on a collation keeps the language tag of what somebody wrote,
 * `de-u-co-phonebk`, and before that what was written: `de@collation=phonebook`. Pure.
 */
export function isSameIcuLocale(one: string, other: string): boolean {
  return plainTag(one) === plainTag(other);
}

/** A language tag in small letters, with its keys in order, and without the value that a key has if none is said. */
function plainTag(locale: string): string {
  const [name = "", keywords = ""] = locale.toLowerCase().split("@");
  const [language = "", extension = ""] = name
    .replace(/\..*/, "")
    .replaceAll("_", "-")
    .split("-u-");
  const keys = [
    ...[...extension.matchAll(/(?<=^|-)([a-z\d]{2})((?:-[a-z\d]{3,8})*)(?=-|$)/g)].map(
      ([, key = "", value = ""]) => [key, value.slice(1)] as const,
    ),
    ...keywords.split(";").flatMap((keyword) => {
      const [key = "", value = ""] = keyword.split("=");
      return key === "" ? [] : [[keyNames[key] ?? key, valueNames[value] ?? value] as const];
    }),
  ];
  const written = keys.map(([key, value]) =>
    value === "" || value === "true" ? key : `${key}-${value}`,
  );
  return [languages[language] ?? language, ...written.toSorted()].join(" ");
}

const languages: Readonly<Record<string, string>> = {
  "": "und",
  root: "und",
  c: "en-us va-posix",
  posix: "en-us va-posix",
};

/** As ICU's locales called them before language tags. */
const keyNames: Readonly<Record<string, string>> = {
  collation: "co",
  colalternate: "ka",
  colbackwards: "kb",
  colcaselevel: "kc",
  colcasefirst: "kf",
  colnormalization: "kk",
  colnumeric: "kn",
  colreorder: "kr",
  colstrength: "ks",
};

const valueNames: Readonly<Record<string, string>> = {
  yes: "true",
  no: "false",
  primary: "level1",
  secondary: "level2",
  tertiary: "level3",
  quaternary: "level4",
  identical: "identic",
  "non-ignorable": "noignore",
  phonebook: "phonebk",
  traditional: "trad",
  dictionary: "dict",
  gb2312han: "gb2312",
};
