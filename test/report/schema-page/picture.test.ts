import { describe, expect, it } from "vitest";
import type { PictureGraph, PictureLink } from "../../../src/report/schema-page/picture/graph.ts";
import { layOutPicture, type Picture } from "../../../src/report/schema-page/picture/picture.ts";
import { layOutUsual } from "../../../src/report/schema-page/picture/usual.ts";
import { seeded } from "./seeded.ts";

type Link = readonly [from: number, to: number];

/** Tables of an id and a column for each link, in as many schemas as wanted. */
function graphOf(count: number, links: readonly Link[], schemas = 1): PictureGraph {
  const targets = Array.from({ length: count }, (): number[] => []);
  const made = links.map(([from, to]): PictureLink => {
    targets[from]!.push(to);
    return {
      from,
      to,
      kind: "foreign key",
      columns: [targets[from]!.length],
      target: [0],
      optional: to % 2 === 0,
      unique: from % 3 === 0,
    };
  });
  return {
    links: made,
    tables: targets.map((own, index) => ({
      name: `s${index % schemas}.table_${index}`,
      schema: `s${index % schemas}`,
      label: `table_${index}`,
      address: `table=s${index % schemas}.table_${index}`,
      columns: [["id", "bigint", 9], ...own.map((to) => [`t${to}_id`, "bigint", 2] as const)],
      partitions: 0,
    })),
  };
}

function all(graph: PictureGraph): number[] {
  return [...graph.tables.keys()];
}

/** What must hold of every picture. */
function faultsOf(graph: PictureGraph, { boxes, lines, frames, width, height }: Picture): string[] {
  const faults: string[] = [];
  const slack = 0.5;
  const overlap = (a: Area, b: Area) =>
    a.left < b.right - slack &&
    b.left < a.right - slack &&
    a.top < b.bottom - slack &&
    b.top < a.bottom - slack;
  const areas = boxes.map((box) => ({
    table: box.table,
    left: box.x,
    right: box.x + box.width,
    top: box.y,
    bottom: box.y + box.height,
  }));
  for (const [index, a] of areas.entries()) {
    if (a.left < -slack || a.top < -slack || a.right > width + slack || a.bottom > height + slack)
      faults.push(`table ${a.table} is outside`);
    for (const b of areas.slice(index + 1))
      if (overlap(a, b)) faults.push(`tables ${a.table} and ${b.table} overlap`);
  }
  for (const { link, points } of lines) {
    const { from, to } = graph.links[link]!;
    const isAt = (table: number, { x, y }: { x: number; y: number }) =>
      areas.some(
        (area) =>
          area.table === table &&
          [x - area.left, x - area.right, y - area.top, y - area.bottom].some(
            (distance) => Math.abs(distance) < slack,
          ) &&
          x >= area.left - slack &&
          x <= area.right + slack &&
          y >= area.top - slack &&
          y <= area.bottom + slack,
      );
    if (!isAt(from, points[0]!) || !isAt(to, points.at(-1)!))
      faults.push(`link ${link} hangs loose`);
    for (const [index, b] of points.slice(1).entries()) {
      const a = points[index]!;
      if (Math.abs(a.x - b.x) > slack && Math.abs(a.y - b.y) > slack)
        faults.push(`link ${link} runs askew`);
      const segment = {
        left: Math.min(a.x, b.x),
        right: Math.max(a.x, b.x) + 2 * slack,
        top: Math.min(a.y, b.y),
        bottom: Math.max(a.y, b.y) + 2 * slack,
      };
      for (const area of areas)
        if (overlap(segment, { ...area, left: area.left + slack, top: area.top + slack }))
          faults.push(`link ${link} runs through table ${area.table}`);
    }
  }
  for (const frame of frames)
    for (const area of areas) {
      const edges = {
        left: frame.x,
        right: frame.x + frame.width,
        top: frame.y,
        bottom: frame.y + frame.height,
      };
      if (overlap(area, edges) !== (graph.tables[area.table]!.schema === frame.schema))
        faults.push(`table ${area.table} and the frame of ${frame.schema}`);
    }
  return faults;
}

interface Area {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const star = (leaves: number): Link[] => Array.from({ length: leaves }, (_, leaf) => [leaf + 1, 0]);

const shapes: readonly [name: string, graph: PictureGraph][] = [
  ["no tables", graphOf(0, [])],
  ["one table", graphOf(1, [])],
  ["tables without links", graphOf(40, [])],
  [
    "a table that refers to itself",
    graphOf(2, [
      [0, 0],
      [0, 0],
      [1, 0],
    ]),
  ],
  [
    "tables that refer to each other",
    graphOf(3, [
      [0, 1],
      [1, 0],
      [1, 2],
      [2, 0],
    ]),
  ],
  [
    "two keys to the same table",
    graphOf(2, [
      [1, 0],
      [1, 0],
      [1, 0],
    ]),
  ],
  ["a hub of 200", graphOf(201, star(200))],
  [
    "a table that refers to 60 others",
    graphOf(
      61,
      star(60).map(([leaf, hub]) => [hub, leaf] as const),
    ),
  ],
  [
    "a chain of 60",
    graphOf(
      60,
      Array.from({ length: 59 }, (_, index) => [index + 1, index] as const),
    ),
  ],
  [
    "schemas that refer to each other",
    graphOf(
      9,
      [
        [0, 1],
        [1, 2],
        [2, 0],
        [3, 4],
        [4, 3],
        [5, 0],
        [8, 7],
      ],
      3,
    ),
  ],
  [
    "schemas with nothing in common",
    graphOf(
      12,
      [
        [0, 4],
        [1, 5],
      ],
      4,
    ),
  ],
  ["a hub for 30 schemas", graphOf(120, star(119), 30)],
];

describe("the picture", () => {
  it.each(shapes)("shows %s without a line through a table", (_, graph) => {
    const isLarge = graph.tables.length > 50;
    for (const detail of isLarge ? (["names"] as const) : (["names", "keys", "columns"] as const))
      for (const isGrouped of [true, false]) {
        const view = { tables: all(graph), detailOf: () => detail, isGrouped };
        const picture = layOutPicture(graph, view);
        expect(faultsOf(graph, picture)).toEqual([]);
        expect(picture.boxes.map(({ table }) => table).toSorted((a, b) => a - b)).toEqual(
          all(graph),
        );
        expect(picture.lines).toHaveLength(graph.links.length);
      }
  });

  it.each(Array.from({ length: 24 }, (_, seed) => seed))(
    "shows any tables and links: %i",
    (seed) => {
      const random = seeded(seed);
      const count = 2 + Math.floor(random() * 60);
      const links = Array.from({ length: Math.floor(random() * count * 2) }, (): Link => [
        Math.floor(random() * count),
        Math.floor(random() ** 2 * count),
      ]);
      const graph = graphOf(count, links, 1 + Math.floor(random() * 6));
      const { picture } = layOutUsual(graph, { tables: all(graph), isGrouped: true });
      expect(faultsOf(graph, picture)).toEqual([]);
      expect(picture.lines).toHaveLength(links.length);
    },
  );

  it("is the same each time", () => {
    const graph = shapes.at(-1)![1];
    const draw = () => layOutUsual(graph, { tables: all(graph), isGrouped: true });
    expect(draw()).toEqual(draw());
  });

  it("fits a screen: a hub's tables stand in several columns", () => {
    for (const [name, graph] of shapes.slice(6, 8)) {
      const { width, height } = layOutUsual(graph, { tables: all(graph), isGrouped: true }).picture;
      expect(width / height, name).toBeGreaterThan(0.4);
      expect(width / height, name).toBeLessThan(4);
    }
  });

  it("of 500 tables takes seconds at most", () => {
    const random = seeded(500);
    const links = Array.from({ length: 700 }, (): Link => [
      Math.floor(random() * 500),
      Math.floor(random() ** 3 * 500),
    ]);
    const graph = graphOf(500, links, 8);
    const started = performance.now();
    const { picture, detail } = layOutUsual(graph, { tables: all(graph), isGrouped: true });
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(detail).toBe("names");
    expect(faultsOf(graph, picture)).toEqual([]);
  });

  it("shows as much of the tables as can be read", () => {
    const detailOf = (graph: PictureGraph) =>
      layOutUsual(graph, { tables: all(graph), isGrouped: true }).detail;
    expect(detailOf(graphOf(7, star(6)))).toBe("columns");
    expect(detailOf(graphOf(201, star(200)))).toBe("names");
  });
});
