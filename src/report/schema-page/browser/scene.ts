import { drawPicture } from "../picture/draw.ts";
import type { Detail, PageData, PictureGraph } from "../picture/graph.ts";
import { layOutPicture, outlineOf, type Outline, type Picture } from "../picture/picture.ts";
import { layOutUsual } from "../picture/usual.ts";
import { Viewport, type Camera } from "./camera.ts";
import { element, escape, press } from "./element.ts";
import { drawLabels, readable } from "./labels.ts";
import { nearestTowards, neighbours } from "./neighbours.ts";

/** What the picture shows. */
export interface Choice {
  /** The chosen table; undefined: none. */
  table: number | undefined;
  /** How far from it; 0: all tables. */
  steps: number;
}

type Place = Outline["boxes"][number];

/** The picture of the tables. */
export class Scene {
  readonly #graph: PictureGraph;
  readonly #svg = element<SVGSVGElement>("canvas");
  readonly #world = element<SVGGElement>("world");
  readonly #labels = element<SVGGElement>("labels");
  readonly #viewport: Viewport;
  #choice: Choice = { table: undefined, steps: 0 };
  #detail: Detail | undefined;
  #picture: Outline;
  /** The room that the picture was fitted to. */
  #fitted = "";
  /** What the picture was drawn for. */
  #drawn = "";

  constructor({ graph, outline, detail }: PageData) {
    this.#graph = graph;
    // What is in the page is what would be drawn.
    this.#picture = outline!;
    this.#drawn = this.#keyOf({ table: undefined, steps: 0 });
    this.#drawnNow(detail!);
    this.#viewport = new Viewport(this.#svg, element("tools"), (camera) => this.#moved(camera));
    this.#svg.addEventListener("pointerover", (event) =>
      this.#light(boxAt(event.target) ?? this.#choice.table),
    );
    this.#svg.addEventListener("pointerleave", () => this.#light(this.#choice.table));
    this.#svg.addEventListener("focusin", (event) => this.#focused(boxAt(event.target)));
    this.#svg.addEventListener("keydown", (event) => this.#key(event));
    this.#tools();
    new ResizeObserver(() => this.#resized()).observe(this.#svg);
    window.addEventListener("beforeprint", () => this.#print());
    window.addEventListener("afterprint", () => {
      this.#svg.removeAttribute("viewBox");
      this.#moved(this.#viewport.camera);
    });
  }

  get choice(): Choice {
    return this.#choice;
  }

  /** Draws what is chosen, and moves to it. */
  show(choice: Choice): void {
    const isFirst = this.#svg.hasAttribute("viewBox");
    this.#svg.removeAttribute("viewBox");
    this.#choice = choice.table === undefined ? { table: undefined, steps: 0 } : choice;
    // What was drawn for a usual screen may show too much for a small one.
    const isRich = element("detail").querySelector('[data-detail="names"][aria-pressed="false"]');
    if (isFirst && isRich !== null && this.#viewport.scaleOf(this.#picture) < readable)
      this.#drawn = "";
    const isNew = this.#draw();
    this.#light(choice.table);
    press(element("steps"), "steps", String(this.#choice.steps));
    for (const button of element("steps").querySelectorAll<HTMLButtonElement>("button"))
      button.disabled = choice.table === undefined && button.dataset["steps"] !== "0";
    this.#say();
    if (isNew || isFirst) this.#fit();
    const box = this.#boxOf(choice.table);
    if (box !== undefined)
      this.#viewport.reveal(box, this.#choice.steps === 0 ? readable * 1.1 : 0);
  }

  #keyOf({ table, steps }: Choice): string {
    return JSON.stringify([steps === 0 ? null : table, steps, this.#detail]);
  }

  #draw(): boolean {
    const { table, steps } = this.#choice;
    const key = this.#keyOf(this.#choice);
    if (key === this.#drawn) return false;
    this.#drawn = key;
    const isAll = steps === 0 || table === undefined;
    const tables = isAll ? [...this.#graph.tables.keys()] : neighbours(this.#graph, table, steps);
    const { picture, detail } = this.#layOut(tables, isAll ? undefined : table);
    this.#picture = outlineOf(picture);
    const hadFocus = this.#world.contains(document.activeElement);
    this.#world.innerHTML = drawPicture(this.#graph, picture, {
      escape,
      addressOf: (one) => escape(this.#graph.tables[one]!.address),
      focus: isAll ? undefined : table,
    });
    const entry = this.#drawnNow(detail);
    if (hadFocus) entry?.focus({ preventScroll: true });
    return true;
  }

  /** Readies what was drawn for keys: one table at a time can be reached by Tab. Returns that. */
  #drawnNow(detail: Detail): SVGAElement | undefined {
    press(element("detail"), "detail", detail);
    for (const link of this.#links()) link.setAttribute("tabindex", "-1");
    const entry = this.#linkOf(this.#choice.table) ?? this.#links()[0];
    entry?.setAttribute("tabindex", "0");
    return entry;
  }

  #layOut(
    tables: readonly number[],
    focus: number | undefined,
  ): { picture: Picture; detail: Detail } {
    const what = { tables, isGrouped: focus === undefined };
    const detail = this.#detail;
    const { room } = this.#viewport;
    if (detail === undefined) return layOutUsual(this.#graph, { ...what, focus, room });
    return { picture: layOutPicture(this.#graph, { ...what, detailOf: () => detail }), detail };
  }

  #fit(): void {
    const room = this.#viewport.size;
    this.#fitted = `${room.width} ${room.height}`;
    const { width, height } = this.#picture;
    this.#viewport.fit({ x: 0, y: 0, width, height });
  }

  #moved(camera: Camera): void {
    const { scale, x, y } = camera;
    this.#world.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    this.#svg.classList.toggle("far", scale < readable);
    const view = { camera, ...this.#viewport.size };
    this.#labels.innerHTML = drawLabels(this.#graph, this.#picture, view);
  }

  /** Shows which tables a table is linked with. */
  #light(table: number | undefined): void {
    const near = new Set<number>();
    for (const line of this.#world.querySelectorAll<SVGPathElement>(".line")) {
      const { f, t } = line.dataset as { f: string; t: string };
      const isOn = table !== undefined && (Number(f) === table || Number(t) === table);
      line.classList.toggle("on", isOn);
      if (isOn) near.add(Number(f)).add(Number(t));
    }
    for (const link of this.#links()) {
      const own = Number(link.dataset["b"]);
      link.classList.toggle("near", near.has(own) || own === table);
      link.classList.toggle("focus", own === this.#choice.table);
    }
    this.#svg.classList.toggle("lit", table !== undefined);
  }

  #focused(table: number | undefined): void {
    const box = this.#boxOf(table);
    if (box === undefined) return;
    for (const link of this.#links()) link.setAttribute("tabindex", "-1");
    this.#linkOf(table)?.setAttribute("tabindex", "0");
    if (this.#linkOf(table)?.matches(":focus-visible") === true) this.#viewport.reveal(box, 0);
    this.#light(table);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = ways[event.key];
    if (way !== undefined) {
      event.preventDefault();
      const from = this.#boxOf(boxAt(document.activeElement));
      if (event.shiftKey || from === undefined) this.#viewport.move(-80 * way[0], -80 * way[1]);
      else this.#step(from, way);
    } else if (event.key === "+" || event.key === "=") this.#viewport.zoom(1.25);
    else if (event.key === "-") this.#viewport.zoom(0.8);
    else if (event.key === "0") this.#fit();
  }

  /** To the next table in a direction. */
  #step(from: Place, way: readonly [number, number]): void {
    const middle = ({ x, y, width, height, table }: Place) => ({
      x: x + width / 2,
      y: y + height / 2,
      table,
    });
    const places = this.#picture.boxes.filter((box) => box !== from).map(middle);
    const next = nearestTowards(middle(from), places, way);
    if (next !== undefined) this.#linkOf(next.table)?.focus({ preventScroll: true });
  }

  #tools(): void {
    element("tools").hidden = false;
    element("zoom-in").addEventListener("click", () => this.#viewport.zoom(1.25));
    element("zoom-out").addEventListener("click", () => this.#viewport.zoom(0.8));
    element("zoom-fit").addEventListener("click", () => this.#fit());
    element("detail").addEventListener("click", ({ target }) => {
      const detail = (target as HTMLElement).dataset["detail"] as Detail | undefined;
      if (detail === undefined) return;
      this.#detail = detail;
      this.show(this.#choice);
    });
  }

  /** Fits the picture anew where the room is another one: an observer also tells the first size. */
  #resized(): void {
    const { width, height } = this.#viewport.size;
    if (width > 0 && this.#fitted !== `${width} ${height}`) this.#fit();
  }

  /** On paper the whole picture is to be seen, whatever the screen shows of it. */
  #print(): void {
    const { width, height } = this.#picture;
    this.#world.removeAttribute("transform");
    this.#svg.classList.remove("far", "lit");
    this.#labels.innerHTML = "";
    this.#svg.setAttribute("viewBox", `-16 -16 ${width + 32} ${height + 32}`);
  }

  #say(): void {
    const shown = this.#picture.boxes.length;
    const all = this.#graph.tables.length;
    const links = this.#picture.lines;
    element("said").textContent =
      `${shown === all ? String(all) : `${shown} of ${all}`} tables, ${links} ${links === 1 ? "link" : "links"}`;
  }

  #links(): NodeListOf<SVGAElement> {
    return this.#world.querySelectorAll<SVGAElement>("a.box");
  }

  #linkOf(table: number | undefined): SVGAElement | undefined {
    return this.#world.querySelector<SVGAElement>(`a.box[data-b="${table}"]`) ?? undefined;
  }

  #boxOf(table: number | undefined): Place | undefined {
    return this.#picture.boxes.find((box) => box.table === table);
  }
}

const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function boxAt(target: EventTarget | null): number | undefined {
  const link = target instanceof Element ? target.closest<SVGAElement>("a.box") : null;
  return link === null ? undefined : Number(link.dataset["b"]);
}
