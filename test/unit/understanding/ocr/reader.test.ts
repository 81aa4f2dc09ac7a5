import { beforeEach, describe, expect, test } from 'vitest';
import {
  createPictureReader,
  type PictureReader,
  type PictureText,
  type ReadingProcess,
  type Unread,
} from '../../../../src/understanding/ocr/reader.ts';
import { createManualClock, letPromisesRun, type ManualClock } from '../../../support/manual-clock.ts';
import { pngHeader } from './headers.ts';

const PICTURE = pngHeader(1080, 1600);
const WORDS: PictureText = { text: 'chuyển tiền ngay', confidence: 90 };

/** Processes that read when the test says so. */
class FakeProcesses {
  started = 0;
  killed = 0;
  readonly reading: PromiseWithResolvers<PictureText>[] = [];

  readonly start = (): ReadingProcess => {
    this.started += 1;
    return {
      read: () => {
        const one = Promise.withResolvers<PictureText>();
        this.reading.push(one);
        return one.promise;
      },
      kill: () => {
        this.killed += 1;
        for (const one of this.reading) one.reject(new Error('killed'));
      },
    };
  };

  async finish(words: PictureText = WORDS): Promise<void> {
    await letPromisesRun();
    this.reading.shift()?.resolve(words);
    await letPromisesRun();
  }
}

describe('the picture reader', () => {
  let clock: ManualClock;
  let processes: FakeProcesses;
  let unread: Unread[];
  let reader: PictureReader;

  beforeEach(() => {
    clock = createManualClock();
    processes = new FakeProcesses();
    unread = [];
    reader = createPictureReader({ clock, startProcess: processes.start, onUnread: (why) => unread.push(why) });
  });

  test('starts no process before the first picture, and one for all', async () => {
    expect(processes.started).toBe(0);
    const first = reader.readPicture(PICTURE);
    await processes.finish();
    const second = reader.readPicture(PICTURE);
    await processes.finish({ text: 'b', confidence: 1 });
    expect([await first, await second]).toEqual([WORDS, { text: 'b', confidence: 1 }]);
    expect(processes).toMatchObject({ started: 1, killed: 0 });
    expect(unread).toEqual([]);
  });

  test('reads one at a time in the order of arrival, lets eight wait and refuses the tenth at once', async () => {
    const order: number[] = [];
    const nine = Array.from({ length: 9 }, (_, index) => reader.readPicture(PICTURE).then(() => order.push(index)));
    await letPromisesRun();
    expect(processes.reading).toHaveLength(1);
    expect(await reader.readPicture(PICTURE)).toBeUndefined();
    expect(unread).toEqual(['busy']);
    for (let left = 9; left > 0; left--) {
      expect(processes.reading).toHaveLength(1);
      await processes.finish();
    }
    await Promise.all(nine);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('gives up a picture after ten seconds, kills its process and reads the next in a fresh one', async () => {
    const slow = reader.readPicture(PICTURE);
    const next = reader.readPicture(PICTURE);
    await clock.advance(9_999);
    expect(processes.killed).toBe(0);
    await clock.advance(1);
    expect(await slow).toBeUndefined();
    expect(processes).toMatchObject({ started: 2, killed: 1 });
    expect(unread).toEqual(['timed-out']);
    processes.reading.shift();
    await processes.finish();
    expect(await next).toEqual(WORDS);
  });

  test('lets nobody wait longer than twenty seconds for the pictures of others', async () => {
    const pictures = Array.from({ length: 4 }, () => reader.readPicture(PICTURE));
    await clock.advance(9_000);
    await processes.finish();
    await clock.advance(11_000);
    // The second was given up after ten seconds, the third is being read, the fourth waited long enough.
    expect(await pictures[3]).toBeUndefined();
    expect(unread).toEqual(['timed-out', 'busy']);
  });

  test('survives a damaged picture, a process that dies and one that cannot start', async () => {
    const damaged = reader.readPicture(PICTURE);
    await letPromisesRun();
    processes.reading.shift()?.reject(new Error('Error attempting to read image.'));
    expect(await damaged).toBeUndefined();
    expect(processes.killed).toBe(1);

    const broken = createPictureReader({
      clock,
      startProcess: () => {
        throw new Error('EAGAIN');
      },
      onUnread: (why) => unread.push(why),
    });
    expect(await broken.readPicture(PICTURE)).toBeUndefined();
    expect(unread).toEqual(['failed', 'failed']);
  });

  test.each([
    ['another format', Buffer.from('GIF89a'), 'format'],
    ['text', Buffer.from('<svg/>'), 'format'],
    ['more than 5 MB', Buffer.concat([PICTURE, Buffer.alloc(5 * 1024 * 1024)]), 'too-large'],
    ['more than 8 megapixels, before anything is decoded', pngHeader(4000, 3000), 'too-large'],
    ['a bomb', pngHeader(0xffff_ffff, 0xffff_ffff), 'too-large'],
  ] as const)('starts nothing for %s', async (_what, bytes, why) => {
    expect(await reader.readPicture(bytes)).toBeUndefined();
    expect(unread).toEqual([why]);
    expect(processes.started).toBe(0);
  });

  test('gives the memory back a minute after the last picture', async () => {
    const first = reader.readPicture(PICTURE);
    await processes.finish();
    await first;
    await clock.advance(59_000);
    const second = reader.readPicture(PICTURE);
    await processes.finish();
    await second;
    await clock.advance(59_999);
    expect(processes.killed).toBe(0);
    await clock.advance(1);
    expect(processes.killed).toBe(1);
    expect(clock.timers()).toBe(0);

    const third = reader.readPicture(PICTURE);
    await processes.finish();
    expect(await third).toEqual(WORDS);
    expect(processes.started).toBe(2);
  });

  test('takes a fresh process after a hundred pictures, because a busy one grows', async () => {
    for (let picture = 1; picture <= 101; picture++) {
      const read = reader.readPicture(PICTURE);
      await processes.finish();
      expect(await read).toEqual(WORDS);
      expect(processes).toMatchObject({ started: picture <= 100 ? 1 : 2, killed: picture < 100 ? 0 : 1 });
    }
  });

  test('lets go of everybody when it is closed, and reads nothing after that', async () => {
    const pictures = [reader.readPicture(PICTURE), reader.readPicture(PICTURE)];
    await letPromisesRun();
    reader.close();
    expect(await Promise.all(pictures)).toEqual([undefined, undefined]);
    await letPromisesRun();
    expect(processes).toMatchObject({ started: 1, killed: 1 });
    expect(unread).toEqual([]);
    expect(clock.timers()).toBe(0);
    expect(await reader.readPicture(PICTURE)).toBeUndefined();
    expect(processes.started).toBe(1);
  });
});
