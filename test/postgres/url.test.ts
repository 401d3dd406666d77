import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/errors.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import {
  describeDatabase,
  formatUrl,
  parseUrl,
  settingsFromFields,
} from "../../src/postgres/url.ts";

const base: ConnectionSettings = {
  host: "localhost",
  port: 5432,
  user: "u",
  password: undefined,
  database: "u",
  ssl: { mode: "prefer" },
  connectTimeout: undefined,
  parameters: {},
};

// The first group are the examples of PostgreSQL's manual and of its own URI tests (src/interfaces/libpq/t/001_uri.pl).
const readable: [url: string, expected: Partial<ConnectionSettings>][] = [
  ["postgresql://u@localhost", {}],
  ["postgresql://u@localhost:5433", { port: 5433 }],
  ["postgresql://u@localhost/mydb", { database: "mydb" }],
  ["postgresql://u:secret@localhost", { password: "secret" }],
  ["postgresql://u:@localhost", {}],
  ["postgresql://u@host:12345/db", { host: "host", port: 12_345, database: "db" }],
  ["postgresql://u@/db", { database: "db" }],
  ["postgresql://u@", {}],
  ["postgresql://u@?host=/path/to/socket", { host: "/path/to/socket" }],
  [
    "postgresql://u@%2Fvar%2Flib%2Fpostgresql/dbname",
    { host: "/var/lib/postgresql", database: "dbname" },
  ],
  ["postgresql://u@[::1]:12345/db", { host: "::1", port: 12_345, database: "db" }],
  ["postgresql://u@[2001:db8::1234]/", { host: "2001:db8::1234" }],
  [
    "postgresql://u%40:p%40%3A%2F%3F%23%25@host",
    { user: "u@", password: "p@:/?#%", host: "host", database: "u@" },
  ],
  ["postgres://u:a:b@host/db", { password: "a:b", host: "host", database: "db" }],
  [
    "postgres://host?user=u&password=p&port=1&dbname=d",
    { host: "host", password: "p", port: 1, database: "d" },
  ],
  ["postgres://other@host/x?user=u&dbname=u", { host: "host" }],
  ["  postgres://u@host  ", { host: "host" }],
  ["postgres://u@h/d%20b%2Fc", { host: "h", database: "d b/c" }],
  ["postgres://u@h?connect_timeout=7", { host: "h", connectTimeout: 7 }],
  ["postgres://u@h?connect_timeout=-1", { host: "h", connectTimeout: 0 }],
  [
    "postgres://u@h?application_name=app&options=-c%20geqo%3Doff",
    { host: "h", parameters: { application_name: "app", options: "-c geqo=off" } },
  ],
  [
    "postgres://u@h?search_path=a,b&statement_timeout=5s&my.setting=1",
    { host: "h", parameters: { search_path: "a,b", statement_timeout: "5s", "my.setting": "1" } },
  ],
  // Other clients' parameters.
  ["postgres://u@h?schema=public&pgbouncer=true&connection_limit=1&pool_timeout=0", { host: "h" }],
  ["postgres://u@h?schema=My", { host: "h", parameters: { search_path: '"My"' } }],
  ["postgres://u@h?sslmode=require&uselibpqcompat=true", { host: "h", ssl: { mode: "require" } }],
  ["postgres://u@h?ssl=true", { host: "h", ssl: { mode: "require" } }],
  ["postgres://u@h?sslmode=require&sslaccept=strict", { host: "h", ssl: { mode: "verify-full" } }],
  [
    "postgres://u@h?sslmode=require&channel_binding=require",
    { host: "h", ssl: { mode: "verify-full" } },
  ],
  ["postgres://u@h?channel_binding=prefer", { host: "h" }],
  [
    "postgres://u@h?sslmode=verify-ca&sslrootcert=a%20b.crt&sslcert=c&sslkey=k",
    { host: "h", ssl: { mode: "verify-ca", rootCert: "a b.crt", cert: "c", key: "k" } },
  ],
  [
    "postgres://u@h?sslmode=verify-ca&sslrootcert=a.crt&sslcrl=a.crl",
    { host: "h", ssl: { mode: "verify-ca", rootCert: "a.crt", crl: "a.crl" } },
  ],
  [
    "postgres://u@h?sslrootcert=system",
    { host: "h", ssl: { mode: "verify-full", rootCert: "system" } },
  ],
  [
    "postgres://u@h?sslmode=require&sslpassword=x&ssl_min_protocol_version=TLSv1.3",
    { host: "h", ssl: { mode: "require", node: { passphrase: "x", minVersion: "TLSv1.3" } } },
  ],
  [
    "postgres://u@h?target_session_attrs=read-write&keepalives=1&gssencmode=disable",
    { host: "h", sessionAttributes: "read-write" },
  ],
];

test.each(readable)("%s", (url, expected) => {
  expect(parseUrl(url)).toEqual({ ...base, ...expected });
});

test("without a user, the one of this system connects to the database of that name", () => {
  const { user, database } = parseUrl("postgres://host");
  expect(user).not.toBe("");
  expect(database).toBe(user);
});

test("several servers, and addresses of their own", () => {
  const { servers, ...first } = parseUrl(
    "postgres://u@a,[::1]:2/db?target_session_attrs=primary&load_balance_hosts=random",
  );
  expect(servers).toEqual([
    { host: "a", port: 5432 },
    { host: "::1", port: 2 },
  ]);
  expect(first).toMatchObject({ host: "a", sessionAttributes: "primary", balances: true });
  const addressed = parseUrl("postgres://u@h/d?hostaddr=127.0.0.1");
  expect(addressed).toMatchObject({ host: "h", address: "127.0.0.1" });
  // Other clients know no hostaddr.
  expect(formatUrl(addressed)).toBe("postgres://u@127.0.0.1:5432/d");
  expect(parseUrl("postgres://u@/d?hostaddr=127.0.0.1").host).toBe("127.0.0.1");
});

const unreadable: [url: string, message: RegExp][] = [
  ["", /begin with postgres:\/\//],
  ["mysql://u:hunter2@h/db", /begin with postgres:\/\//],
  ["host=localhost password=hunter2", /begin with postgres:\/\//],
  ["postgres://u:hunter2@h:abc/db", /can't be read|port/],
  // libpq takes the host for "ss", and the database for "hunter2@h/db".
  ["postgres://u:p@ss/hunter2@h/db", /has an @ after the \//],
  ["postgres://u:12/hunter2@h/db", /has an @ after the \//],
  ["postgres://u:hunter2@h:0/db", /port/],
  ["postgres://u:hunter2@h:99999/db", /port/],
  ["postgres://u:hunter2@h:5432:1/db", /host part/],
  ["postgres://u:hun@ter2@h/db", /host part/],
  ["postgres://u:hunter2@[::1/db", /host part/],
  ["postgres://u:hunter2%@h/db", /password .*percent-encoded/],
  ["postgres://u:hunter2%00@h/db", /password .*percent-encoded/],
  ["postgres://u:hunter2@h1,h2:/db?port=1,2,3", /as many hosts/],
  ["postgres://u:hunter2@h?host=a,b&hostaddr=192.0.2.1", /as many hosts/],
  ["postgres://u:hunter2@h?service=s", /service/],
  ["postgres://u:hunter2@h?sslmode=on", /sslmode/],
  ["postgres://u:hunter2@h?sslmod=require", /"sslmod"/],
  ["postgres://u:hunter2@h?sslcrldir=x", /"sslcrldir"/],
  ["postgres://u:hunter2@h?require_auth=scram-sha-256", /"require_auth"/],
  ["postgres://u:hunter2@h?sslmode=require&sslrootcert=system", /verify-full/],
  ["postgres://u:hunter2@h?sslmode=disable&channel_binding=require", /channel_binding/],
  ["postgres://u:hunter2@h?connect_timeout=soon", /connect_timeout/],
  ["postgres://u:hunter2@h?gssencmode=require", /gssencmode/],
  ["postgres://u:hunter2@h?target_session_attrs=standby", /target_session_attrs/],
  ["postgres://u:hunter2@h?flag", /no value/],
];

function caught(work: () => unknown): UsageError {
  try {
    work();
  } catch (error) {
    return error as UsageError;
  }
  throw new Error("nothing was thrown");
}

test.each(unreadable)("%s is refused without its password", (url, message) => {
  const read = () => parseUrl(url);
  expect(read).toThrow(UsageError);
  expect(read).toThrow(message);
  const error = caught(read);
  expect(`${String(error)} ${error.hint}`).not.toMatch(/hun|ter2/);
});

describe("formatUrl", () => {
  test.each(readable)("reads back the same: %s", (url) => {
    const settings = parseUrl(url);
    // Node's own TLS options have no form in a URL, and other drivers don't know of revocation lists.
    const { node: _node, crl: _crl, ...ssl } = settings.ssl;
    // Whoever gets the URL gets the server that was chosen.
    const { sessionAttributes: _attributes, ...rest } = settings;
    const sent = { ...rest, ssl };
    if (settings.host.startsWith("/")) sent.ssl = { mode: "prefer" };
    expect(parseUrl(formatUrl(sent))).toEqual(sent);
    expect(() => new URL(formatUrl(sent))).not.toThrow();
  });

  test("tells node-postgres to follow libpq", () => {
    const settings = parseUrl("postgres://u@h/db?sslmode=require");
    expect(formatUrl(settings)).toBe("postgres://u@h:5432/db?sslmode=require");
    expect(formatUrl(settings, "node-postgres")).toContain("uselibpqcompat=true");
  });
});

test("describeDatabase names it without the password, and can't steer a terminal", () => {
  expect(describeDatabase(parseUrl("postgres://alice:pw@db:1/app"))).toBe("app on db:1 as alice");
  expect(describeDatabase(parseUrl("postgres://a:pw@/app?host=/run/pg"))).toBe(
    "app on /run/pg as a",
  );
  expect(describeDatabase(parseUrl("postgres://a@/app?host=/run/pg&port=1"))).toBe(
    "app on /run/pg (port 1) as a",
  );
  expect(describeDatabase(parseUrl("postgres://a@[::1]/x%1b[31m"))).toBe(
    "x?[31m on [::1]:5432 as a",
  );
});

describe("settingsFromFields", () => {
  const fields = { host: "h", port: 1, user: "u", password: "p", database: "d" };
  test.each([
    [undefined, { mode: "disable" }],
    [false, { mode: "disable" }],
    [true, { mode: "verify-full" }],
    ["require", { mode: "require" }],
    ["allow", { mode: "allow" }],
    ["prefer", { mode: "prefer" }],
    ["verify-full", { mode: "verify-full" }],
    [{ rejectUnauthorized: false }, { mode: "verify-full", node: { rejectUnauthorized: false } }],
  ])("ssl: %j", (ssl, expected) => {
    expect(settingsFromFields({ ...fields, ssl })).toEqual({
      ...base,
      host: "h",
      port: 1,
      password: "p",
      database: "d",
      ssl: expected,
    });
  });

  test("takes a port as an environment variable gives it", () => {
    expect(settingsFromFields({ ...fields, port: "5433" }).port).toBe(5433);
    expect(settingsFromFields({ ...fields, port: "" }).port).toBe(5432);
  });

  test.each([
    [{ ...fields, port: 0 }, /port/],
    [{ ...fields, port: "x" }, /port/],
    [{ ...fields, ssl: "yes" }, /ssl/],
    [{ ...fields, user: 1 }, /user/],
  ])("refuses %j", (wrong, message) => {
    expect(() => settingsFromFields(wrong)).toThrow(message);
  });
});
