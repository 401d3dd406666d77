/**
 * What drizzle-kit's process loads first. drizzle-kit 1.0.0-rc.5 answers every failure of a pull with "Failed to connect
 * to or introspect the Postgres database" and drops the reason; it does look at the reason's `code` on the way, and
 * that is where this notes it. The reason goes to the file named in DBFIRST_CAUSE.
 *
 * drizzle-orm's modules for other databases, two thirds of all that drizzle-kit loads, are loaded when something of them is
 * looked at, which a pull never does. node-postgres looks for Cloudflare's server by loading Node's fetch, unless it sees
 * a `navigator`, as Node has one from 21 on.
 *
 * With DBFIRST_PROTOTYPE_NAMES, every object gets a `map` that yields nothing: rc.5 looks columns up in a plain object, so
 * a column called `constructor` (or `toString`, `__proto__`, …) finds an inherited value where it expects a list or nothing.
 */
export const preloadSource = `"use strict";
const { writeFileSync } = require("node:fs");
const note = (error) => {
  const caller = {};
  Error.captureStackTrace(caller, note);
  if (!/isTypedCliError/.test(String(caller.stack))) return;
  const reason = error.cause instanceof Error ? error.cause : error;
  try {
    writeFileSync(process.env.DBFIRST_CAUSE, JSON.stringify({
      message: String(reason.message),
      defect: reason instanceof TypeError || reason instanceof RangeError || reason instanceof ReferenceError,
    }));
  } catch {}
};
for (const name of ["code", "humanMessage"]) {
  Object.defineProperty(Error.prototype, name, {
    configurable: true,
    enumerable: false,
    get() {
      if (this !== Error.prototype) note(this);
      return undefined;
    },
    set(value) {
      Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
    },
  });
}
const Module = require("node:module");
const load = Module._load;
const lazily = (require) => {
  let loaded;
  const get = () => (loaded ??= require());
  return new Proxy({}, {
    get: (_, name) => get()[name],
    has: (_, name) => name in get(),
    ownKeys: () => Reflect.ownKeys(get()),
    getOwnPropertyDescriptor: (_, name) => {
      const found = Reflect.getOwnPropertyDescriptor(get(), name);
      return found && { ...found, configurable: true };
    },
  });
};
Module._load = function (request, parent, isMain) {
  const require = () => load.call(this, request, parent, isMain);
  const isOther = /^drizzle-orm\\/(?:sqlite|mysql|mssql|cockroach|singlestore)-core$/.test(request);
  return isOther && parent?.filename === process.env.DBFIRST_KIT ? lazily(require) : require();
};
globalThis.navigator ??= { userAgent: "Node.js/" + process.versions.node };
if (process.env.DBFIRST_PROTOTYPE_NAMES) {
  Object.defineProperty(Object.prototype, "map", { configurable: true, enumerable: false, writable: true, value: () => [] });
}
`;
