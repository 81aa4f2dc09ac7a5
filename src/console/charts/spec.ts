/** What a chart shows. Plain data: it is drawn in a thread of its own. All words are Vietnamese. */
export type ChartSpec = LinesSpec | BarsSpec;

/** Values over time. */
export interface LinesSpec {
  readonly kind: 'lines';
  /** One word a point, left to right: "22/11". */
  readonly labels: readonly string[];
  /** One to four; each has a colour, a line pattern and a mark of its own. */
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  /** What is counted, at the axis: "lượt". */
  readonly unit: string;
  /** The largest the axis may show; 100 for shares. Default as the values need. */
  readonly most?: number;
  readonly width: ChartWidth;
}

/** Values side by side, from above to below in the order given. */
export interface BarsSpec {
  readonly kind: 'bars';
  readonly bars: readonly { readonly name: string; readonly value: number; readonly note?: string }[];
  readonly unit: string;
  readonly width: ChartWidth;
}

/** `phone` is drawn 340 wide with letters that can be read there, `desk` 760. */
export type ChartWidth = 'phone' | 'desk';

/** Points and bars in one chart at most; what is more stands in the table alone. */
export const MOST_BARS = 20;
