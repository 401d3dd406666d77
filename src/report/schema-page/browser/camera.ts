/** What part of the picture is to be seen, and how large. */
export interface Camera {
  scale: number;
  /** Of the picture's origin, in pixels of the screen. */
  x: number;
  y: number;
}

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

const smallest = 0.04;
const largest = 3;
/** Between the picture and the edges, in pixels. */
const edge = 18;
/** What the legend covers at the bottom. */
const legend = 14;

/** Moves and enlarges the picture by mouse, touch and keys. */
export class Viewport {
  camera: Camera = { scale: 1, x: 0, y: 0 };
  readonly #svg: SVGSVGElement;
  /** What covers the picture's top: the tools. */
  readonly #cover: HTMLElement;
  readonly #onMove: (camera: Camera) => void;
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #moved = 0;
  #frame = 0;

  constructor(svg: SVGSVGElement, cover: HTMLElement, onMove: (camera: Camera) => void) {
    this.#svg = svg;
    this.#cover = cover;
    this.#onMove = onMove;
    svg.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.#down(event));
    svg.addEventListener("pointermove", (event) => this.#drag(event));
    for (const end of ["pointerup", "pointercancel"] as const)
      svg.addEventListener(end, (event) => this.#up(event));
    // A drag that ends on a table doesn't choose it.
    svg.addEventListener("click", (event) => {
      if (this.#moved > 4) event.preventDefault();
    });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
  }

  get size(): { width: number; height: number } {
    const { clientWidth, clientHeight } = this.#svg;
    return { width: clientWidth, height: clientHeight };
  }

  get #top(): number {
    return this.#cover.offsetTop + this.#cover.offsetHeight + edge / 2;
  }

  /** What the edges leave. */
  get room(): { width: number; height: number } {
    const { width, height } = this.size;
    return {
      width: Math.max(width - 2 * edge, 1),
      height: Math.max(height - this.#top - edge - legend, 1),
    };
  }

  /** How large something is when all of it is shown, and no larger than it is. */
  scaleOf({ width, height }: { width: number; height: number }): number {
    const { room } = this;
    return clamp(Math.min(room.width / width, room.height / height, 1));
  }

  /** Shows all of an area. */
  fit(area: Area): void {
    const { room } = this;
    const scale = this.scaleOf(area);
    this.#show({
      scale,
      x: edge + (room.width - area.width * scale) / 2 - area.x * scale,
      y: this.#top + (room.height - area.height * scale) / 2 - area.y * scale,
    });
  }

  /** Moves as little as it takes to have an area in sight, and enlarges what is too small to be read. */
  reveal(area: Area, least: number): void {
    const { width, height } = this.size;
    const scale = Math.max(this.camera.scale, least);
    if (scale !== this.camera.scale) {
      this.#show({
        scale,
        x: width / 2 - (area.x + area.width / 2) * scale,
        y: height / 2 - (area.y + area.height / 2) * scale,
      });
      return;
    }
    const { x, y } = this.camera;
    const left = area.x * scale + x - edge;
    const right = (area.x + area.width) * scale + x + edge - width;
    const top = area.y * scale + y - this.#top;
    const bottom = (area.y + area.height) * scale + y + edge - height;
    const across = left < 0 ? -left : right > 0 ? -Math.min(right, left) : 0;
    const down = top < 0 ? -top : bottom > 0 ? -Math.min(bottom, top) : 0;
    if (across !== 0 || down !== 0) this.#show({ scale, x: x + across, y: y + down });
  }

  /** Enlarges about a point of the screen; the middle, unless it is given. */
  zoom(factor: number, about = { x: this.size.width / 2, y: this.size.height / 2 }): void {
    const { scale, x, y } = this.camera;
    const next = clamp(scale * factor);
    const share = next / scale;
    this.#show({
      scale: next,
      x: about.x - (about.x - x) * share,
      y: about.y - (about.y - y) * share,
    });
  }

  move(across: number, down: number): void {
    const { scale, x, y } = this.camera;
    this.#show({ scale, x: x + across, y: y + down });
  }

  #show(camera: Camera): void {
    this.camera = camera;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#onMove(this.camera));
  }

  #place({ clientX, clientY }: { clientX: number; clientY: number }): { x: number; y: number } {
    const { left, top } = this.#svg.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const pixels = event.deltaMode === 0 ? 1 : 16;
    if (event.shiftKey) return this.move(-(event.deltaX || event.deltaY) * pixels, 0);
    const strength = event.ctrlKey ? 0.01 : 0.0016;
    this.zoom(Math.exp(-event.deltaY * pixels * strength), this.#place(event));
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#pointers.set(event.pointerId, this.#place(event));
    this.#moved = 0;
  }

  #drag(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = this.#place(event);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, now);
    this.#moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (this.#moved <= 4) return;
    this.#svg.setPointerCapture(event.pointerId);
    this.#svg.classList.add("moving");
    if (other === undefined) return this.move(now.x - before.x, now.y - before.y);
    const share = distance(now, other) / Math.max(distance(before, other), 1);
    this.zoom(share, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  #up(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size === 0) this.#svg.classList.remove("moving");
  }
}

function clamp(scale: number): number {
  return Math.min(Math.max(scale, smallest), largest);
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
