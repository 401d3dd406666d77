import { parseDouble } from "./c-number.ts";
import type { PsqlRelease } from "./release.ts";
import type { Bytes } from "./text/bytes.ts";
import { parseBoolean, parseInteger, type Variables } from "./variables.ts";

/** What the special variables control. */
export interface Switches {
  autocommit: boolean;
  onErrorStop: boolean;
  quiet: boolean;
  singleLine: boolean;
  singleStep: boolean;
  fetchCount: number;
  /** Seconds between two turns of \watch that names none. */
  watchInterval: number;
  echo: "none" | "errors" | "queries" | "all";
  echoHidden: "off" | "on" | "noexec";
  onErrorRollback: "off" | "on" | "interactive";
  verbosity: "default" | "verbose" | "terse" | "sqlstate";
  showAllResults: boolean;
  showContext: "never" | "errors" | "always";
}

export function defaultSwitches(): Switches {
  return {
    autocommit: false,
    onErrorStop: false,
    quiet: false,
    singleLine: false,
    singleStep: false,
    fetchCount: 0,
    watchInterval: DEFAULT_WATCH_INTERVAL,
    echo: "none",
    echoHidden: "off",
    onErrorRollback: "off",
    verbosity: "default",
    showAllResults: false,
    showContext: "errors",
  };
}

/** Ties the special variables to the switches, with psql's defaults and messages. */
export function establishSpecialVariables(
  variables: Variables,
  switches: Switches,
  release: () => PsqlRelease,
): void {
  const boolean = (name: string, set: (on: boolean) => void): void =>
    variables.hook(name, {
      substitute: onOff,
      assign: (value) => {
        const on = parseBoolean(value);
        if (on === undefined)
          return `unrecognized value "${value ?? ""}" for "${name}": Boolean expected`;
        set(on);
        return undefined;
      },
    });
  const choice = (
    name: string,
    fallback: string,
    values: readonly string[],
    set: (value: string) => void,
  ): void =>
    variables.hook(name, {
      substitute: (value) => value ?? fallback,
      assign: (value) => {
        const chosen = values.find((candidate) => candidate === value?.toLowerCase());
        if (chosen === undefined) return notAvailable(name, value ?? "", values.join(", "));
        set(chosen);
        return undefined;
      },
    });
  const number = (name: string, fallback: string, set: (value: number) => void): void =>
    variables.hook(name, {
      substitute: (value) => value ?? fallback,
      assign: (value) => {
        const parsed = parseInteger(value);
        if (parsed === undefined)
          return `invalid value "${value ?? ""}" for "${name}": integer expected`;
        set(parsed);
        return undefined;
      },
    });
  /** On, off, or a third word. */
  const booleanOr = (
    name: string,
    third: string,
    list: string,
    set: (value: string) => void,
  ): void =>
    variables.hook(name, {
      substitute: onOff,
      assign: (value) => {
        const on = parseBoolean(value);
        if (value?.toLowerCase() === third) set(third);
        else if (on === undefined) return notAvailable(name, value ?? "", list);
        else set(on ? "on" : "off");
        return undefined;
      },
    });

  boolean("AUTOCOMMIT", (on) => (switches.autocommit = on));
  boolean("ON_ERROR_STOP", (on) => (switches.onErrorStop = on));
  boolean("QUIET", (on) => (switches.quiet = on));
  boolean("SINGLELINE", (on) => (switches.singleLine = on));
  boolean("SINGLESTEP", (on) => (switches.singleStep = on));
  boolean("SHOW_ALL_RESULTS", (on) => (switches.showAllResults = on));
  boolean("HIDE_TOAST_COMPRESSION", () => undefined);
  boolean("HIDE_TABLEAM", () => undefined);
  number("FETCH_COUNT", "0", (value) => (switches.fetchCount = value));
  number("HISTSIZE", "500", () => undefined);
  variables.hook("IGNOREEOF", {
    substitute: (value) =>
      value === undefined ? "0" : parseInteger(value) === undefined ? "10" : value,
    assign: () => undefined,
  });
  // psql 18's; unlike there, it has no value until it is given one, as in psql 15.
  variables.hook("WATCH_INTERVAL", {
    assign: (value) => {
      const seconds = value === undefined ? DEFAULT_WATCH_INTERVAL : readWatchInterval(value);
      if (typeof seconds === "string") return seconds;
      switches.watchInterval = seconds;
      return undefined;
    },
  });
  for (const name of ["HISTFILE", "PROMPT1", "PROMPT2", "PROMPT3"])
    variables.hook(name, { assign: () => undefined });
  choice(
    "ECHO",
    "none",
    ["none", "errors", "queries", "all"],
    (value) => (switches.echo = value as Switches["echo"]),
  );
  booleanOr("ECHO_HIDDEN", "noexec", "on, off, noexec", (value) => {
    switches.echoHidden = value as Switches["echoHidden"];
  });
  booleanOr("ON_ERROR_ROLLBACK", "interactive", "on, off, interactive", (value) => {
    switches.onErrorRollback = value as Switches["onErrorRollback"];
  });
  choice(
    "COMP_KEYWORD_CASE",
    "preserve-upper",
    ["lower", "upper", "preserve-lower", "preserve-upper"],
    () => undefined,
  );
  choice(
    "HISTCONTROL",
    "none",
    ["none", "ignorespace", "ignoredups", "ignoreboth"],
    () => undefined,
  );
  choice("VERBOSITY", "default", ["default", "verbose", "terse", "sqlstate"], (value) => {
    switches.verbosity = value as Switches["verbosity"];
  });
  choice("SHOW_CONTEXT", "errors", ["never", "errors", "always"], (value) => {
    switches.showContext = value as Switches["showContext"];
  });

  variables.setLater("VERSION", () => `PostgreSQL ${release().version} (dbfirst)`);
  variables.setLater("VERSION_NAME", () => release().version);
  variables.setLater("VERSION_NUM", () => String(release().number));
  variables.set("LAST_ERROR_MESSAGE", "");
  variables.set("LAST_ERROR_SQLSTATE", "00000");
  variables.set("AUTOCOMMIT", "on");
  variables.set("PROMPT1", "%/%R%x%# ");
  variables.set("PROMPT2", "%/%R%x%# ");
  variables.set("PROMPT3", ">> ");
  variables.set("SHOW_ALL_RESULTS", "on");
}

const DEFAULT_WATCH_INTERVAL = 2;
const LONGEST_WATCH_INTERVAL = 1_000_000;

/** The seconds, or why the value is refused. */
function readWatchInterval(value: Bytes): number | Bytes {
  const variable = 'variable "WATCH_INTERVAL"';
  if (value === "") return `invalid input syntax for ${variable}`;
  const seconds = parseDouble(value);
  if (seconds === "range") return `value "${value}" is out of range for ${variable}`;
  const refused = `invalid value "${value}" for ${variable}`;
  if (seconds === undefined) return refused;
  if (seconds < 0) return `${refused}: must be greater than 0.00`;
  if (seconds > LONGEST_WATCH_INTERVAL)
    return `${refused}: must be less than ${LONGEST_WATCH_INTERVAL}.00`;
  return seconds;
}

function onOff(value: Bytes | undefined): Bytes {
  return value === undefined ? "off" : value === "" ? "on" : value;
}

export function notAvailable(name: Bytes, value: Bytes, choices: Bytes): Bytes {
  return `unrecognized value "${value}" for "${name}"\nAvailable values are: ${choices}.`;
}
