import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWakes } from '../../../src/conversation/wakes.ts';
import { silentLogger } from '../../../src/shared/logger.ts';
import type { Flow, Step } from '../../../src/flow-engine/types.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { cardOf, flowOf } from '../../support/flow-definitions.ts';
import { createManualClock, MORNING } from '../../support/manual-clock.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { catalogueOf } from '../../support/small-catalogue.ts';
import { commitTurn, HOA, LAN, OA, TEAM } from '../../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../../support/temp-dir.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const end: Step = { type: 'end', text: 'Xong ạ.' };

/** Says that it will remind, waits so long, reminds, and asks. */
const reminder = (id: string, after: string): Flow =>
  flowOf(
    {
      start: { type: 'say', text: `Em sẽ nhắc việc ${id}.`, next: 'later' },
      later: { type: 'remind', after, text: `Đến hẹn việc ${id} rồi ạ.`, next: 'done' },
      done: {
        type: 'ask',
        text: 'Bác làm được chưa ạ?',
        choices: [{ title: 'Được rồi', value: 'yes', next: 'end' }],
        giveUp: 'end',
      },
      end,
    },
    { id, title: `Việc ${id}`, topic: 'public-services' },
  );

const question = flowOf(
  {
    ask: {
      type: 'ask',
      text: 'Bác bao nhiêu tuổi ạ?',
      input: 'number',
      save: 'age',
      next: 'end',
      giveUp: 'end',
      expires: { after: '30m', next: 'late' },
    },
    late: { type: 'end', text: 'Em chờ lâu rồi nên dừng ở đây.' },
    end,
  },
  { id: 'question', title: 'Hỏi tuổi', topic: 'e-payments' },
);

const card = cardOf({ slug: 'stamp', title: 'Dán tem', topic: 'e-commerce' });
const catalogue = catalogueOf([reminder('a', '2h'), reminder('b', '1d'), reminder('c', '8d'), question], [card]);
const dueText = (id: string): string => `Đến hẹn việc ${id} rồi ạ.`;

let folder: ReturnType<typeof makeTempDir>;
let stage: ConversationStage;

const startAt = async (startMs: number): Promise<void> => {
  await stage.close();
  folder[Symbol.dispose]();
  folder = makeTempDir();
  stage = await stageConversation(folder.dir, catalogue, startMs);
  await stage.say('#menu');
};

beforeEach(async () => {
  folder = makeTempDir();
  stage = await stageConversation(folder.dir, catalogue);
  await stage.say('#menu');
});
afterEach(async () => {
  await stage.close();
  folder[Symbol.dispose]();
});

const dueMoments = async (): Promise<number[]> =>
  (await stage.storage.listDueSessions({ at: Number.MAX_SAFE_INTEGER, limit: 100 })).map(({ dueAt }) => dueAt);

const at = (time: string): number => Date.parse(`2026-11-${time}+07:00`);

describe('a reminder', () => {
  test('is said at its moment, once, with the walk behind it', async () => {
    await stage.say('#flow:a');
    expect(await dueMoments()).toEqual([MORNING + 2 * HOUR]);
    expect(await stage.wait(2 * HOUR - 1)).toEqual([]);
    const said = await stage.wait(1);
    expect(said.filter((text) => text.includes(dueText('a')))).toHaveLength(1);
    expect(said.join('\n')).toContain('Bác làm được chưa ạ?');
    expect(await stage.wait(6 * HOUR)).toEqual([]);
    expect((await stage.say('1')).join()).toContain('Xong ạ.');
    expect(await dueMoments()).toEqual([]);
    expect(await stage.turns('wake-said')).toBe(1);
  });

  test('is cancelled by an answer before it', async () => {
    await stage.say('#flow:a');
    await stage.say('làm tiếp');
    expect(await dueMoments()).toEqual([]);
    expect(await stage.wait(3 * HOUR)).toEqual([]);
  });

  test('is cancelled by DỪNG, and announcements are not', async () => {
    await stage.say('#flow:a');
    await stage.say('dừng');
    expect(await dueMoments()).toEqual([]);
    expect((await stage.storage.loadTurn({ oaId: OA, userId: LAN })).resident).not.toHaveProperty('optOutAt');
  });

  test('still comes when the resident asked something else meanwhile, even twice', async () => {
    await stage.say('#flow:b');
    await stage.say('#card:stamp');
    await stage.say('menu');
    await stage.say('#card:stamp');
    for (let step = 0; step < card.steps.length; step++) await stage.say('xong');
    expect((await stage.wait(DAY + MINUTE)).join('\n')).toContain(dueText('b'));
    expect((await stage.say('được rồi')).join()).toContain('Xong ạ.');
  });

  test('does not break into something else under way, and that is not lost when it comes', async () => {
    await stage.say('#flow:a');
    await stage.wait(2 * HOUR - 5 * MINUTE);
    await stage.say('#card:stamp');
    expect(await stage.wait(15 * MINUTE - 1)).toEqual([]);
    expect(await stage.turns('wake-postponed')).toBe(1);
    expect((await stage.wait(MINUTE)).join('\n')).toContain(dueText('a'));
    await stage.say('được rồi');
    expect((await stage.say(stage.payloadOf('Xem tiếp: Dán tem'))).join()).toContain('Bước 1/');
  });

  test('several of one resident come one after the other, each once', async () => {
    await stage.say('#flow:a');
    await stage.say('#flow:b');
    expect((await stage.wait(2 * HOUR)).join()).toContain(dueText('a'));
    const said = await stage.wait(2 * DAY);
    expect(said.filter((text) => text.includes(dueText('b')))).toHaveLength(1);
    expect(said.join()).not.toContain(dueText('a'));
    expect(await dueMoments()).toEqual([]);
  });

  test('begun anew takes the place of the one before', async () => {
    await stage.say('#flow:a');
    await stage.wait(HOUR);
    await stage.say('#flow:a');
    expect(await stage.wait(HOUR + 10 * MINUTE)).toEqual([]);
    expect((await stage.wait(HOUR)).filter((text) => text.includes(dueText('a')))).toHaveLength(1);
    expect(await dueMoments()).toEqual([]);
  });
});

describe('a reminder is said only when it may be', () => {
  test('between 07:00 and 21:00: one that falls into the night comes in the morning', async () => {
    await startAt(at('22T20:00:00'));
    await stage.say('#flow:a');
    expect(await dueMoments()).toEqual([at('23T07:00:00')]);
    expect(await stage.wait(at('23T07:00:00') - 1 - stage.clock.now())).toEqual([]);
    expect((await stage.wait(MINUTE)).join()).toContain(dueText('a'));
  });

  test('also when the server stood still in the evening', async () => {
    await startAt(at('22T18:30:00'));
    await stage.say('#flow:a');
    await stage.restart({ killed: true });
    // Nothing runs until 22:00: the timers of the dead process find nobody.
    await stage.close();
    const later = await stageConversation(folder.dir, catalogue, at('22T22:00:00'));
    expect(await later.wait(8 * HOUR)).toEqual([]);
    expect(await later.turns('wake-postponed')).toBe(1);
    expect((await later.wait(HOUR + MINUTE)).join()).toContain(dueText('a'));
    await later.close();
    stage = await stageConversation(folder.dir, catalogue, at('23T09:00:00'));
  });

  test('not to somebody who refused messages, and their walk waits for them', async () => {
    await stage.say('#flow:a');
    await stage.say('dừng tin');
    expect(await stage.wait(DAY)).toEqual([]);
    expect(await stage.turns('wake-dropped')).toBe(1);
    expect(await dueMoments()).toEqual([]);
    expect((await stage.say('làm tiếp')).join()).toContain('Bác làm được chưa ạ?');
  });

  test('not after seven days of silence, which is counted', async () => {
    await stage.say('#flow:c');
    expect(await stage.wait(9 * DAY)).toEqual([]);
    expect(await stage.turns('wake-dropped')).toBe(1);
    expect(await dueMoments()).toEqual([]);
  });

  test('not while a person of the OA answers, but after that', async () => {
    await stage.say('#flow:a');
    await stage.wait(2 * HOUR - MINUTE);
    await stage.send({ type: 'echo', messageId: 'z', adminId: '9' });
    expect(await stage.wait(28 * MINUTE)).toEqual([]);
    expect((await stage.wait(2 * MINUTE)).join()).toContain(dueText('a'));
  });

  test('not to somebody who was erased, of whom nothing stays', async () => {
    await stage.say('#flow:a');
    await stage.say('xóa dữ liệu');
    await stage.say('#erase-confirm');
    expect(await dueMoments()).toEqual([]);
    expect(await stage.wait(DAY)).toEqual([]);
    await stage.storage.checkpoint();
    expect(filesContaining(folder.dir, LAN)).toEqual([]);
  });
});

describe('a wait that expires', () => {
  test('goes on where its author says', async () => {
    await stage.say('#flow:question');
    expect(await stage.wait(29 * MINUTE)).toEqual([]);
    expect((await stage.wait(2 * MINUTE)).join()).toContain('Em chờ lâu rồi nên dừng ở đây.');
    expect(await dueMoments()).toEqual([]);
  });

  test('does not when it was answered', async () => {
    await stage.say('#flow:question');
    expect((await stage.say('70')).join()).toContain('Xong ạ.');
    expect(await stage.wait(HOUR)).toEqual([]);
  });

  test('an unclear answer begins the wait anew', async () => {
    await stage.say('#flow:question');
    await stage.wait(20 * MINUTE);
    await stage.say('qwertyuiop zxcvb');
    expect(await stage.wait(20 * MINUTE)).toEqual([]);
    expect((await stage.wait(11 * MINUTE)).join()).toContain('Em chờ lâu rồi');
  });
});

describe('restarts', () => {
  test.each([false, true])('before the moment lose nothing and double nothing (killed: %s)', async (killed) => {
    await stage.say('#flow:a');
    await stage.restart({ killed });
    await stage.wait(HOUR);
    await stage.restart({ killed });
    const said = await stage.wait(3 * HOUR);
    expect(said.filter((text) => text.includes(dueText('a')))).toHaveLength(1);
    await stage.restart({ killed });
    expect(await stage.wait(3 * HOUR)).toEqual([]);
  });

  test('between the wake and its handling: it is handled once', async () => {
    await stage.say('#flow:a');
    const wake = { type: 'wake', oaId: OA, userId: LAN, at: MORNING + 2 * HOUR };
    const accept = () =>
      stage.storage.acceptEvent({
        oaId: OA,
        key: `wake ${LAN} ${MORNING + 2 * HOUR}`,
        eventName: 'wake',
        userId: LAN,
        payload: JSON.stringify(wake),
        state: 'pending',
        receivedAt: MORNING + 2 * HOUR,
      });
    await stage.wait(2 * HOUR - 1);
    expect((await accept()).id).toBeTypeOf('number');
    await stage.clock.advance(1);
    await stage.restart({ killed: true });
    const said = [...stage.sentTo(), ...(await stage.wait(3 * HOUR))];
    expect(said.filter((text) => text.includes(dueText('a')))).toHaveLength(1);
    expect((await accept()).id).toBeUndefined();
  });

  test('with a catalogue that has the reminder no more: a kind word instead', async () => {
    await stage.say('#flow:a');
    await stage.restart({ catalogue: catalogueOf([reminder('b', '1d')], [card]) });
    const said = (await stage.wait(2 * HOUR + MINUTE)).join('\n');
    expect(said).not.toContain(dueText('a'));
    expect(said).toContain('vừa được thay đổi');
    expect(await dueMoments()).toEqual([]);
  });
});

describe('on a shared phone', () => {
  beforeEach(async () => {
    await stage.say('#flow:a');
    await stage.say('thêm người');
    await stage.say('Tí');
  });

  test('the reminder of somebody else says whose it is and not what, and waits until they have the phone', async () => {
    const said = (await stage.wait(2 * HOUR + MINUTE)).join('\n');
    expect(said).toContain('Chủ máy có một lời nhắc hẹn');
    expect(said).not.toContain(dueText('a'));
    expect(await stage.wait(DAY)).toEqual([]);
    const taken = (await stage.say(stage.payloadOf('Tôi là chủ máy'))).join('\n');
    expect(taken).toContain(dueText('a'));
    expect(taken).toContain('Bác làm được chưa ạ?');
  });

  test('goes with the person who is dropped', async () => {
    await stage.say('bỏ người');
    await stage.say('#drop:chủ máy');
    expect(await dueMoments()).toEqual([]);
  });

  test('everybody has reminders of their own', async () => {
    await stage.say('#flow:b');
    await stage.say('#use:chủ máy');
    await stage.say('làm tiếp');
    expect(await dueMoments()).toEqual([MORNING + DAY]);
    expect((await stage.wait(DAY + MINUTE)).join()).toContain('Tí có một lời nhắc hẹn');
  });
});

test('what is the own business of a team member waits while they help somebody', async () => {
  await stage.storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
  await stage.say('TO LN03');
  await stage.say('#flow:a');
  await stage.wait(HOUR + 30 * MINUTE);
  await stage.say('#ho-tro');
  await stage.say('#card:stamp');
  expect(await stage.wait(2 * HOUR - MINUTE)).toEqual([]);
  expect((await stage.wait(2 * MINUTE)).join()).toContain(dueText('a'));
  expect((await stage.say('menu')).join()).not.toContain('làm giúp người khác');
});

describe('the scheduler', () => {
  const stageWakes = (options: { perSecond?: number; pageSize?: number } = {}) => {
    const storage = openMemoryStorage();
    const clock = createManualClock();
    const woken: string[] = [];
    const wakes = createWakes({
      storage,
      clock,
      logger: silentLogger,
      async accept(event) {
        const { id } = await storage.acceptEvent(event);
        return id === undefined ? { state: 'duplicate' } : { state: 'accepted', id };
      },
      onAccepted: ({ userId }) => void woken.push(userId),
      ...options,
    });
    return { storage, clock, wakes, woken };
  };

  test('wakes a crowd page by page, so many a second, each once', async () => {
    const { storage, clock, wakes, woken } = stageWakes({ perSecond: 10, pageSize: 7 });
    for (let number = 0; number < 35; number++) await commitTurn(storage, { userId: `u${number}`, dueAt: MORNING });
    wakes.start();
    await clock.advance(0);
    expect(woken).toHaveLength(10);
    await clock.advance(1_000);
    expect(woken).toHaveLength(20);
    await clock.advance(60_000);
    expect(new Set(woken).size).toBe(35);
    expect(woken).toHaveLength(35);
    await wakes.stop();
  });

  test('is not held up by wakes that wait to be handled', async () => {
    const { storage, clock, wakes, woken } = stageWakes({ perSecond: 3, pageSize: 2 });
    for (let number = 0; number < 9; number++) await commitTurn(storage, { userId: `u${number}`, dueAt: MORNING });
    wakes.start();
    await clock.advance(5_000);
    expect(woken).toHaveLength(9);
    await commitTurn(storage, { userId: HOA, dueAt: MORNING + 40_000 });
    await clock.advance(40_000);
    expect(woken.at(-1)).toBe(HOA);
    await wakes.stop();
  });

  test('is there at the very moment it knows of, and 30 seconds late at most', async () => {
    const { storage, clock, wakes, woken } = stageWakes();
    wakes.start();
    await clock.advance(1_000);
    await commitTurn(storage, { userId: 'soon', dueAt: MORNING + 2_000 });
    await clock.advance(30_000);
    expect(woken).toEqual(['soon']);
    await commitTurn(storage, { userId: 'later', dueAt: MORNING + 75_000 });
    await clock.advance(75_000 - 31_000 - 1);
    expect(woken).toEqual(['soon']);
    await clock.advance(1);
    expect(woken).toEqual(['soon', 'later']);
    await wakes.stop();
  });

  test('tries again when the store does not answer, and stands still when stopped', async () => {
    const { storage, clock, wakes, woken } = stageWakes();
    await commitTurn(storage, { dueAt: MORNING });
    storage.failNext('listDueSessions', new Error('gone'), 3);
    wakes.start();
    await clock.advance(2_000);
    expect(woken).toEqual([]);
    await clock.advance(1_000);
    expect(woken).toEqual([LAN]);
    await wakes.stop();
    await commitTurn(storage, { userId: HOA, dueAt: MORNING });
    await clock.advance(DAY);
    expect(woken).toEqual([LAN]);
    expect(clock.timers()).toBe(0);
  });
});
