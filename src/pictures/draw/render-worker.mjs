// One thread that draws. Plain JavaScript: a thread that strips types would start slower and weigh more.
import { parentPort, workerData } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';

parentPort.on('message', (svg) => {
  try {
    parentPort.postMessage({ png: new Resvg(svg, { font: workerData.font }).render().asPng() });
  } catch (error) {
    parentPort.postMessage({ problem: String(error) });
  }
});
