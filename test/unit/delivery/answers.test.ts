import { createSoleOwnership } from '../../../src/coordination/ownership.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { describe, expect, test } from 'vitest';
import { createManualClock, letPromisesRun } from '../../support/manual-clock.ts';
import { badGateway, refusedConnection, stageDelivery, zaloSays } from '../../support/delivery.ts';
import { HOA, LAN, OA } from '../../support/storage-rows.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const nothingOpen = { pending: 0, unknown: 0, failed: 0 };

describe('order', () => {
  test('the messages of a resident go out one after the other, in order, also over several turns', async () => {
    const { sender, say, counts } = stageDelivery(() => 'hang');
    await say(['1', '2']);
    await say(['3']);
    for (const number of [1, 2, 3]) {
      await letPromisesRun();
      expect(sender.texts()).toHaveLength(number);
      expect(sender.open()).toBe(1);
      sender.sends[number - 1]?.resolve();
    }
    await letPromisesRun();
    expect(sender.texts()).toEqual(['1', '2', '3']);
    expect(await counts()).toEqual(nothingOpen);
  });

  test('one slow resident holds up nobody else', async () => {
    const { sender, say } = stageDelivery((_number, _text, userId) => (userId === LAN ? 'hang' : undefined));
    await say(['chậm', 'chậm 2']);
    await say(['nhanh', 'nhanh 2'], HOA);
    await letPromisesRun();
    expect(sender.texts()).toEqual(['chậm', 'nhanh', 'nhanh 2']);
  });

  test('no more sends are in flight than there are slots, and the next starts when one ends', async () => {
    const { sender, say } = stageDelivery(() => 'hang', { concurrency: 2 });
    for (const userId of ['a', 'b', 'c', 'd']) await say([userId], userId);
    await letPromisesRun();
    expect(sender.texts()).toEqual(['a', 'b']);
    sender.sends[1]?.resolve();
    await letPromisesRun();
    expect(sender.texts()).toEqual(['a', 'b', 'c']);
  });
});

describe('a send whose outcome is unknown', () => {
  test('waits 5 s for its echo, is sent once more, and the next message waits for that', async () => {
    const { sender, say, clock, counts } = stageDelivery((number) => (number === 1 ? badGateway() : undefined));
    await say(['1', '2']);
    await clock.advance(5 * SECOND - 1);
    expect(sender.texts()).toEqual(['1']);
    expect(await counts()).toEqual({ pending: 1, unknown: 1, failed: 0 });
    await clock.advance(1);
    expect(sender.texts()).toEqual(['1', '1', '2']);
    expect(await counts()).toEqual(nothingOpen);
  });

  test('stays unknown after the second time and is never sent a third time', async () => {
    const { sender, say, clock, counts, storage } = stageDelivery((_number, text) =>
      text === '1' ? badGateway() : undefined,
    );
    await say(['1', '2']);
    await clock.advance(60 * MINUTE);
    expect(sender.texts()).toEqual(['1', '1', '2']);
    expect(await counts()).toEqual({ pending: 0, unknown: 1, failed: 0 });
    expect((await storage.counts()).unknownTotal).toBe(2);
  });

  test('is settled by its echo: not sent again, and the next message goes at once', async () => {
    const { sender, say, clock, answers, storage, counts } = stageDelivery((number) =>
      number === 1 ? badGateway() : undefined,
    );
    const [first = 0] = await say(['1', '2']);
    await clock.advance(SECOND);
    const { settledId } = await storage.settleEcho({
      oaId: OA,
      userId: LAN,
      messageId: 'z1',
      text: '1',
      at: clock.now(),
    });
    expect(settledId).toBe(first);
    answers.settled(OA, LAN, first);
    await letPromisesRun();
    expect(sender.texts()).toEqual(['1', '2']);
    await clock.advance(MINUTE);
    expect(sender.texts()).toEqual(['1', '2']);
    expect(await counts()).toEqual(nothingOpen);
  });

  test('is not repeated when the echo came while the send was still under way', async () => {
    const { sender, say, clock, answers, storage } = stageDelivery((number) => (number === 1 ? 'hang' : undefined));
    const [first = 0] = await say(['1', '2']);
    await letPromisesRun();
    await storage.settleEcho({ oaId: OA, userId: LAN, messageId: 'z1', text: '1', at: clock.now() });
    answers.settled(OA, LAN, first);
    sender.sends[0]?.reject(badGateway());
    await letPromisesRun();
    expect(sender.texts()).toEqual(['1', '2']);
    await clock.advance(MINUTE);
    expect(sender.texts()).toEqual(['1', '2']);
  });

  test('an echo for another message changes nothing', async () => {
    const { sender, say, clock, answers } = stageDelivery((number) => (number === 1 ? badGateway() : undefined));
    const [, second = 0] = await say(['1', '2']);
    await letPromisesRun();
    answers.settled(OA, LAN, second);
    answers.settled(OA, HOA, 1);
    await clock.advance(5 * SECOND);
    expect(sender.texts()).toEqual(['1', '1', '2']);
  });

  test('is repeated up to three times while unknown outcomes are rare accidents', async () => {
    const { say, clock, sender, counts } = stageDelivery((_number, text) =>
      text === 'xui' ? badGateway() : undefined,
    );
    for (let number = 0; number < 40; number++) await say([String(number)], `user-${number}`);
    await say(['xui']);
    await clock.advance(MINUTE);
    expect(sender.texts().filter((text) => text === 'xui')).toHaveLength(4);
    expect(await counts()).toEqual({ pending: 0, unknown: 1, failed: 0 });
  });

  test('is repeated once alone while most sends end unknown: Zalo may be delivering them all', async () => {
    const { say, clock, sender } = stageDelivery(() => badGateway());
    for (let number = 0; number < 40; number++) await say([`tin ${number}`], `user-${number}`);
    await clock.advance(MINUTE);
    expect(sender.texts()).toHaveLength(80);
  });

  test('an error nobody foresaw counts as unknown, never as not sent', async () => {
    const { say, clock, counts } = stageDelivery(() => new TypeError('surprise'));
    await say(['1']);
    await clock.advance(SECOND);
    expect(await counts()).toEqual({ pending: 0, unknown: 1, failed: 0 });
  });
});

describe('a send that certainly did not arrive', () => {
  test('is repeated after 1 s, 2 s, 4 s … when the connection is refused, until it is accepted', async () => {
    const times: number[] = [];
    const stage = stageDelivery((number) => {
      times.push(stage.clock.now());
      return number <= 4 ? refusedConnection() : undefined;
    });
    await stage.say(['1', '2']);
    await stage.clock.advance(MINUTE);
    expect(stage.sender.texts()).toEqual(['1', '1', '1', '1', '1', '2']);
    expect(times.slice(1, 5).map((at, index) => at - (times[index] ?? 0))).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(await stage.counts()).toEqual(nothingOpen);
  });

  test('is given up after six hours, with the last reason', async () => {
    const { say, clock, counts, sender } = stageDelivery(() => refusedConnection());
    await say(['1']);
    await clock.advance(6 * 60 * MINUTE + 2 * MINUTE);
    expect(await counts()).toEqual({ pending: 0, unknown: 0, failed: 1 });
    const tries = sender.sends.length;
    await clock.advance(24 * 60 * MINUTE);
    expect(sender.sends).toHaveLength(tries);
  });

  test('a single -32 is tried again after a second and holds up nobody else', async () => {
    const { sender, say, clock, counts } = stageDelivery((number) => (number === 1 ? zaloSays(-32) : undefined));
    await say(['1', '2']);
    await say(['khác'], HOA);
    await letPromisesRun();
    expect(sender.texts()).toEqual(['1', 'khác']);
    await clock.advance(SECOND);
    expect(sender.texts()).toEqual(['1', 'khác', '1', '2']);
    expect(await counts()).toEqual(nothingOpen);
  });

  test('five -32 in a row are the limit per minute: everybody waits for the next one', async () => {
    const { sender, say, clock, answers, counts } = stageDelivery((number) =>
      number <= 5 ? zaloSays(-32) : undefined,
    );
    await clock.advance(20 * SECOND);
    for (const userId of ['a', 'b', 'c', 'd', 'e']) await say([userId], userId);
    await letPromisesRun();
    expect(answers.reserve(OA, HOA)).toBe(false);
    await say(['khác'], HOA);
    await clock.advance(40 * SECOND);
    expect(sender.texts()).toHaveLength(5);
    await clock.advance(SECOND);
    expect(sender.texts().slice(5).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'khác']);
    expect(await counts()).toEqual(nothingOpen);
  });

  test('a pause for the limit ends although the clock of the machine was set back an hour', async () => {
    const manual = createManualClock();
    let setBackMs = 0;
    const clock = { ...manual, now: () => manual.now() - setBackMs };
    const { sender, say, answers } = stageDelivery((number) => (number <= 5 ? zaloSays(-32) : undefined), { clock });
    for (const userId of ['a', 'b', 'c', 'd', 'e']) await say([userId], userId);
    await letPromisesRun();
    expect(answers.reserve(OA, HOA)).toBe(false);
    setBackMs = 60 * MINUTE;
    await manual.advance(2 * MINUTE);
    expect(sender.texts().slice(5).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('a limit reached stops those who already queue for a slot', async () => {
    const { sender, say, clock } = stageDelivery((number) => (number <= 5 ? 'hang' : undefined), { concurrency: 5 });
    for (const userId of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await say([userId], userId);
    await letPromisesRun();
    for (const send of sender.sends) send.reject(zaloSays(-32));
    await clock.advance(SECOND);
    expect(sender.texts()).toEqual(['a', 'b', 'c', 'd', 'e']);
    await clock.advance(MINUTE);
    expect(sender.texts().slice(5).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  test('waits for its echo when Zalo says that sending failed, and is repeated once without one', async () => {
    const { sender, say, clock, counts } = stageDelivery((_number, text) =>
      text === '1' ? zaloSays(-200) : undefined,
    );
    await say(['1', '2']);
    await clock.advance(4 * SECOND);
    expect(sender.texts()).toEqual(['1']);
    await clock.advance(MINUTE);
    expect(sender.texts()).toEqual(['1', '1', '2']);
    expect(await counts()).toEqual({ pending: 0, unknown: 1, failed: 0 });
  });
});

test('a refusal for good is recorded with its meaning, and the next message goes out', async () => {
  const { sender, say, counts, metrics } = stageDelivery((number) => (number === 1 ? zaloSays(-230) : undefined));
  await say(['1', '2']);
  await letPromisesRun();
  expect(sender.texts()).toEqual(['1', '2']);
  expect(await counts()).toEqual({ pending: 0, unknown: 0, failed: 1 });
  expect(await metrics.registry.metrics()).toMatch(/bot_zalo_errors_total\{code="-230"\} 1/u);
});

describe('a restart', () => {
  test('sends what waited, in order, and repeats a send that was under way only after the echo time', async () => {
    const before = stageDelivery(() => 'hang');
    await before.say(['1', '2']);
    await before.say(['x'], HOA);
    await letPromisesRun();
    const after = stageDelivery(undefined, { storage: before.storage });
    await after.answers.recover();
    await after.answers.take();
    await after.clock.advance(4 * SECOND);
    expect(after.sender.texts()).toEqual([]);
    await after.clock.advance(2 * SECOND);
    expect(after.sender.texts().toSorted()).toEqual(['1', '2', 'x']);
    expect(after.sender.texts().indexOf('1')).toBeLessThan(after.sender.texts().indexOf('2'));
    expect(await after.counts()).toEqual(nothingOpen);
  });

  test('repeats what somebody silent for 5 s was in the middle of after 2 s more: their echo lies in the inbox by then', async () => {
    const before = stageDelivery(() => 'hang');
    await before.say(['1']);
    await letPromisesRun();
    const after = stageDelivery(undefined, { storage: before.storage });
    await after.answers.recover(undefined, 5 * SECOND);
    await after.answers.take();
    await after.clock.advance(2 * SECOND - 1);
    expect(after.sender.texts()).toEqual([]);
    await after.clock.advance(1);
    expect(after.sender.texts()).toEqual(['1']);
  });

  test('repeats a send whose repeat this process itself cut off, three times at most', async () => {
    let storage = openMemoryStorage();
    const sent: string[] = [];
    for (let life = 1; life <= 6; life++) {
      const stage = stageDelivery(() => 'hang', { storage });
      if (life === 1) await stage.say(['1']);
      await stage.answers.recover();
      await stage.answers.take();
      await stage.clock.advance(6 * SECOND);
      sent.push(...stage.sender.texts());
      storage = stage.storage;
    }
    expect(sent).toEqual(['1', '1', '1', '1']);
  });

  test('does not repeat a send whose repeat Zalo left unknown too', async () => {
    const before = stageDelivery(() => badGateway());
    await before.say(['1']);
    await before.clock.advance(MINUTE);
    expect(before.sender.texts()).toEqual(['1', '1']);
    const after = stageDelivery(undefined, { storage: before.storage });
    await after.answers.recover();
    await after.answers.take();
    await after.clock.advance(MINUTE);
    expect(after.sender.texts()).toEqual([]);
    expect(await after.counts()).toEqual({ pending: 0, unknown: 1, failed: 0 });
  });

  test('takes up thousands of waiting messages', async () => {
    const before = stageDelivery(() => 'hang', { concurrency: 0 });
    for (let number = 0; number < 2_500; number++) await before.say([String(number)], `user-${number % 50}`);
    const after = stageDelivery(undefined, { storage: before.storage });
    await after.answers.recover();
    await after.answers.take();
    await after.clock.advance(MINUTE);
    expect(after.sender.sends).toHaveLength(2_500);
    for (let user = 0; user < 50; user++) {
      const own = after.sender.sends.filter(({ userId }) => userId === `user-${user}`).map(({ text }) => Number(text));
      expect(own).toEqual(own.toSorted((a, b) => a - b));
    }
  });
});

describe('a store that fails', () => {
  test('for a moment when a result is recorded delays the resident, and stops neither them nor others', async () => {
    const { sender, say, clock, storage, counts } = stageDelivery();
    storage.failNext('recordSend', new Error('disk full'), 2);
    await say(['1', '2']);
    await clock.advance(MINUTE);
    await say(['3']);
    await clock.advance(MINUTE);
    expect(sender.texts()).toEqual(['1', '2', '3']);
    expect(await counts()).toEqual(nothingOpen);
  });

  test('for a moment when a send is claimed delays it', async () => {
    const { sender, say, clock, storage, counts } = stageDelivery(() => undefined, { concurrency: 1 });
    await say([]);
    storage.failNext('claimSend', new Error('busy'), 3);
    await say(['1'], HOA);
    await say(['2'], HOA);
    await clock.advance(MINUTE);
    expect(sender.texts()).toEqual(['1', '2']);
    expect(await counts()).toEqual(nothingOpen);
  });
});

describe('stopping', () => {
  test('waits for the send in flight, starts no other, and leaves the rest on disk', async () => {
    const { sender, say, answers, storage } = stageDelivery(() => 'hang');
    await say(['1', '2']);
    await letPromisesRun();
    let stopped = false;
    const done = answers.stop().then(() => (stopped = true));
    await letPromisesRun();
    expect(stopped).toBe(false);
    expect(answers.reserve(OA, HOA)).toBe(false);
    sender.sends[0]?.resolve();
    await done;
    expect(sender.texts()).toEqual(['1']);
    expect(await storage.listOpenAnswers({ afterId: 0, limit: 10 })).toMatchObject([{ state: 'pending' }]);
  });

  test('keeps nothing in memory once everything is sent', async () => {
    const { say, answers } = stageDelivery();
    await say(['1', '2']);
    await say(['x'], HOA);
    await letPromisesRun();
    expect(answers.waiting()).toBe(0);
  });
});

describe('a reserved slot', () => {
  test('is given back by release, and the resident is free again', async () => {
    const { answers, say, sender } = stageDelivery(undefined, { concurrency: 1 });
    expect(answers.reserve(OA, LAN)).toBe(true);
    expect(answers.reserve(OA, LAN)).toBe(false);
    expect(answers.reserve(OA, HOA)).toBe(false);
    answers.release(OA, LAN);
    await say(['1']);
    await letPromisesRun();
    await say(['2'], HOA);
    await letPromisesRun();
    expect(sender.texts()).toEqual(['1', '2']);
  });
});

test('what staff write while a turn is being committed goes behind the answer that the turn has claimed, and both go once', async () => {
  const memory = openMemoryStorage();
  let isFirst = true;
  const storage = new Proxy(memory, {
    get: (target, name) =>
      name === 'commitTurn' && isFirst
        ? async (turn: Parameters<typeof memory.commitTurn>[0]) => {
            isFirst = false;
            const result = await target.commitTurn(turn);
            await stage.say(['cán bộ', 'cán bộ 2']);
            return result;
          }
        : target[name as keyof typeof target],
  });
  const stage = stageDelivery(undefined, { storage });
  const { answers, sender, clock, counts } = stage;
  await stage.say(['lượt', 'lượt 2']);
  await clock.advance(SECOND);
  await answers.sweep();
  await clock.advance(MINUTE);
  expect(sender.texts()).toEqual(['lượt', 'lượt 2', 'cán bộ', 'cán bộ 2']);
  expect(await counts()).toEqual(nothingOpen);
  expect(await storage.counts()).toMatchObject({ outboxSending: 0 });
});

test('an answer claimed together with the result of the one before is sent, though the resident is given up meanwhile', async () => {
  let isMine = true;
  let dropped: Promise<void> | undefined;
  const memory = openMemoryStorage();
  const giveUp = (): void => {
    isMine = false;
    dropped = stage.answers.drop();
  };
  const storage = new Proxy(memory, {
    get: (target, name) =>
      name === 'recordSend' && isMine
        ? async (args: Parameters<typeof memory.recordSend>[0]) => {
            giveUp();
            return target.recordSend(args);
          }
        : target[name as keyof typeof target],
  });
  const ownership = { ...createSoleOwnership(), owns: () => isMine, isShared: () => true };
  const stage = stageDelivery(undefined, { storage, ownership });
  await stage.say(['một', 'hai', 'ba']);
  await letPromisesRun();
  await dropped;
  expect(stage.sender.texts()).toEqual(['một', 'hai']);
  // The third waits for whoever has the resident now; nothing is left as being sent.
  expect(await memory.counts()).toMatchObject({ outboxPending: 1, outboxSending: 0, outboxUnknown: 0 });
});
