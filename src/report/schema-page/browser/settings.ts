import { element, press, remember, remembered } from "./element.ts";

const themes = ["auto", "light", "dark"] as const;

/** The button for light and dark. */
export function setUpTheme(): void {
  const theme = element<HTMLButtonElement>("theme");
  let now = themes.find((one) => one === remembered("theme")) ?? "auto";
  const show = () => {
    document.documentElement.dataset["theme"] = now;
    theme.textContent = { auto: "Auto", light: "Light", dark: "Dark" }[now];
    theme.setAttribute("aria-label", `Colours: ${now}`);
  };
  theme.addEventListener("click", () => {
    now = themes[(themes.indexOf(now) + 1) % themes.length]!;
    remember("theme", now);
    show();
  });
  show();
}

/** The buttons for what is shown side by side; a page without tables has no picture to choose. */
export function setUpPanes(): void {
  const panes = element("panes");
  const showPanes = (value: string) => {
    document.body.dataset["panes"] = value;
    press(panes, "panes", value);
  };
  panes.addEventListener("click", ({ target }) => {
    const value = (target as HTMLElement).dataset["panes"];
    if (value === undefined) return;
    remember("panes", value);
    showPanes(value);
  });
  const before = remembered("panes");
  showPanes(before === "picture" || before === "text" ? before : "both");
}
