import { parentPort } from 'node:worker_threads';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartAnswer, ChartOrder } from './charts.ts';
import { optionOf, sizeOf } from './option.ts';
import type { ChartSpec } from './spec.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

function draw(spec: ChartSpec): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...sizeOf(spec) });
  try {
    chart.setOption(optionOf(spec));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** The other side of `createCharts`. */
function answer({ id, spec }: ChartOrder): ChartAnswer {
  try {
    return { id, svg: draw(spec) };
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (order: ChartOrder) => parentPort?.postMessage(answer(order)));
