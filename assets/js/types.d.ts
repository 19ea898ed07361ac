/* What the page's scripts get from others: Dash, the two libraries that are loaded when needed, and the server. */

/** Imports the modules of a page's panels; made when the app starts (`data/static/browser_files.py`). */
declare module "*.panels.js";

interface Window {
  dash_clientside: { set_props(id: string, properties: object): void };
  React: {
    Fragment: unknown;
    createElement(type: unknown, properties: object | null, ...children: unknown[]): unknown;
  };
  ReactDOM: { createRoot(host: Element): ReactRoot; flushSync(draw: () => void): void };
  Plotly?: Plotly;
  dash_ag_grid?: { getApi(id: string): { getDataAsCsv(options: object): string } | undefined };
}

interface ReactRoot {
  render(element: unknown): void;
}

interface Plotly {
  react(chart: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
  relayout(chart: HTMLElement, layout: object): Promise<unknown>;
}

/** A chart that Plotly has drawn. */
interface PlotlyChart extends HTMLElement {
  on(event: string, handler: (event: any) => void): void;
}

/** An answer of `/view`; what the page shows already is null. */
interface Payload {
  query: string;
  keys: Record<string, string>;
  parts: Record<string, object>;
  controls: Record<string, ControlState>;
  choices: Record<string, Choice[]> | null;
  palettes: Record<string, string>;
  place: string;
  compare: string[];
  since: string;
  map: MapValues | null;
  series: Series | null;
  period_words: string;
  charts: Record<string, Figure | null>;
  marks: Record<string, object[]>;
  texts: Record<string, string>;
  panels: Record<string, any>;
  alternatives: Record<string, string>;
}

/** An answer that is no view. */
interface Refusal {
  problem: true;
  parts: Record<string, object>;
}

interface Figure {
  data: object[];
  layout: { shapes?: object[] };
}

interface ControlState {
  value: string;
  options?: Choice[];
  disabled?: boolean;
  hidden?: boolean;
}

/** A choice of a list, or a section of them. */
interface Choice {
  label: string;
  value?: string;
  options?: Choice[];
}

/** The periods that the player can show, the oldest first. */
interface Series {
  version: string;
  query: string;
  periods: string[];
  words: string[];
  named: boolean;
  level: Level;
}

type Level = "county" | "state";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Point {
  x: number;
  y: number;
}

interface Shapes {
  place: string[];
  name: string[];
  path: string[];
}

interface Outlines {
  width: number;
  height: number;
  nation: string;
  county: Shapes;
  state: Shapes;
}

/** How classes look: `colors` by number. */
interface Palette {
  colors: string[];
  unclassed: string;
}

/** Vectors of a map as they are sent, in base64. */
interface MapValues extends Palette {
  level: Level | "";
  outlines?: string;
  [name: string]: any;
}

/** The same, as numbers. */
interface DecodedValues extends Palette {
  level: Level;
  status_ids: string[];
  reason_words: string[];
  words: {
    statuses: Record<string, string>;
    shown: string;
    interval: string;
    count?: string;
    rank?: string;
    rank_interval?: string;
  };
  decimals: number;
  diverging: boolean;
  fade?: number[];
  classes: Uint8Array;
  statuses: Uint8Array;
  reasons: Uint8Array;
  shown: Int32Array;
  lower: Int32Array;
  upper: Int32Array;
  count: Int32Array;
  rank: Int32Array;
  rank_lower: Int32Array;
  rank_upper: Int32Array;
  most?: Int32Array;
  most_words?: string;
}

/** A group of counties that the user made. */
interface OwnGroup {
  name: string;
  counties: string[];
}

/** A place as the search knows it. */
interface PlaceEntry {
  place: string;
  name: string;
  kind: number;
  key: string;
  words: string[];
}

/** What the presentation tells the speaker's window. */
interface Told {
  number: number;
  count: number;
  title: string;
  notes: string;
  next: string;
  begun: number;
  slideBegun: number;
}

/** A place of the map with the figure it shows. */
interface FiguredPlace {
  code: string;
  index: number;
  name: string;
  shown: number;
  ranked: boolean;
}

/** A briefing as it is kept and sent. */
interface Deck {
  format: number;
  title: string;
  extract: string;
  slides: Slide[];
}

interface Slide {
  view: string;
  show: string;
  title: string;
  text: string;
  notes: string;
}
