/**
 * Loaded into a bot under test before everything else (`NODE_OPTIONS=--import`): tells what `/proc` cannot. On SIGUSR2 it
 * appends `{"heapUsedMb","externalMb"}` as a line to the file named by `MEMORY_PROBE_FILE`; where a file of that name and
 * `.snapshot` lies beside it, it writes a heap snapshot too. Nothing of it runs by itself: the memory is the bot's.
 */
import { appendFileSync, existsSync, rmSync } from 'node:fs';
import { writeHeapSnapshot } from 'node:v8';
import { isMainThread } from 'node:worker_threads';

const file = process.env['MEMORY_PROBE_FILE'];

if (isMainThread && file !== undefined) {
  process.on('SIGUSR2', () => {
    const { heapUsed, external } = process.memoryUsage();
    appendFileSync(file, `${JSON.stringify({ heapUsedMb: heapUsed / 1e6, externalMb: external / 1e6 })}\n`);
    if (!existsSync(`${file}.snapshot`)) return;
    rmSync(`${file}.snapshot`);
    writeHeapSnapshot(`${file}.${Date.now()}.heapsnapshot`);
  });
}
