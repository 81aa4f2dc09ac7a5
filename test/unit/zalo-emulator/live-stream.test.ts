import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator } from 'zalo-emulator';
import type { RunningEmulator } from 'zalo-emulator';
import { eventually } from '../../support/eventually.ts';

const UPDATE_BYTES = 1024 * 1024;
const UPDATE_COUNT = 64;

describe('the live stream of updates', () => {
  let running: RunningEmulator;

  beforeEach(async () => {
    running = await startEmulator();
  });
  afterEach(() => running.close());

  /** Asks for the stream and does not read on after the headers. */
  async function openStream(): Promise<Socket> {
    const { port } = new URL(running.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET /api/live HTTP/1.1\r\nHost: emulator\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    return socket;
  }

  /** Publishes updates of a megabyte each, giving the network a turn after each one. */
  async function publish(count: number): Promise<void> {
    for (let i = 1; i <= count; i += 1) {
      running.emulator.account.update({ name: `${i} ${'a'.repeat(UPDATE_BYTES)}` });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('is cut off for a page that does not read, instead of keeping everything for it', async () => {
    const socket = await openStream();
    socket.pause();
    await publish(UPDATE_COUNT);
    let receivedBytes = 0;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // the cut may reach the reader as an end or as a reset
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      receivedBytes += chunk.length;
    });
    socket.resume();
    await closed;
    expect(receivedBytes).toBeLessThan(UPDATE_COUNT * UPDATE_BYTES);
  });

  it('goes on for a page that reads, however much there is', async () => {
    const socket = await openStream();
    let tail = '';
    let isClosed = false;
    socket.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString('latin1')).slice(-100);
    });
    socket.once('close', () => {
      isClosed = true;
    });
    for (let published = 4; published <= UPDATE_COUNT; published += 4) {
      await publish(4);
      await eventually(() => expect(socket.bytesRead).toBeGreaterThan(published * UPDATE_BYTES));
    }
    running.emulator.createResident('Sau cung');
    await eventually(() => expect(tail).toContain('Sau cung'));
    expect(isClosed).toBe(false);
    socket.destroy();
  });

  it('lets the page that was cut off come back, and tells the others nothing of it', async () => {
    const slow = await openStream();
    slow.pause();
    slow.on('error', () => undefined);
    const other = await openStream();
    let otherClosed = false;
    other.once('close', () => {
      otherClosed = true;
    });
    other.resume();
    const cut = new Promise((resolve) => slow.once('close', resolve));
    await publish(UPDATE_COUNT);
    slow.resume();
    await cut;
    const again = await openStream();
    let heard = '';
    again.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
    });
    running.emulator.createResident('Di Sau');
    await eventually(() => expect(heard).toContain('Di Sau'));
    expect(otherClosed).toBe(false);
    other.destroy();
    again.destroy();
  });
});
