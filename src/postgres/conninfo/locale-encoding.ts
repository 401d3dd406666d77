/** The names of character sets in locales that PostgreSQL has another name for, without punctuation. */
const encodings: Readonly<Record<string, string>> = {
  big5: "BIG5",
  big5hkscs: "BIG5",
  cp1250: "WIN1250",
  cp1251: "WIN1251",
  cp1252: "WIN1252",
  cp1256: "WIN1256",
  euccn: "EUC_CN",
  eucjp: "EUC_JP",
  euckr: "EUC_KR",
  euctw: "EUC_TW",
  gb18030: "GB18030",
  gb2312: "EUC_CN",
  gbk: "GBK",
  iso88591: "LATIN1",
  iso885915: "LATIN9",
  iso88592: "LATIN2",
  iso88595: "ISO_8859_5",
  iso88597: "ISO_8859_7",
  iso88599: "LATIN5",
  koi8r: "KOI8R",
  koi8u: "KOI8U",
  sjis: "SJIS",
  utf8: "UTF8",
};

/** What `client_encoding=auto` means: the encoding of the locale that the environment names. */
export function localeEncoding(env: Readonly<Record<string, string | undefined>>): string {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "C";
  const charset = /\.([^@]*)/u
    .exec(locale)?.[1]
    ?.replaceAll(/[^a-z\d]/giu, "")
    .toLowerCase();
  return (charset !== undefined && encodings[charset]) || "SQL_ASCII";
}
