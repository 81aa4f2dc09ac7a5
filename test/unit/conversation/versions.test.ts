import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Flow, Step } from '../../../src/flow-engine/types.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { cardOf, flowOf } from '../../support/flow-definitions.ts';
import { catalogueOf } from '../../support/small-catalogue.ts';
import { LAN, OA } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const ask = (text: string, next: string): Step => ({
  type: 'ask',
  text,
  choices: [
    { title: 'Có', value: 'yes', next },
    { title: 'Chưa', value: 'no', next: 'end' },
  ],
  giveUp: 'end',
});
const end: Step = { type: 'end', text: 'Hết.' };
const shop = (steps: Record<string, Step>, hash: string): Flow =>
  flowOf(steps, { id: 'shop', title: 'Mở gian hàng', topic: 'e-commerce', hash });

const before = catalogueOf(
  [shop({ first: ask('Có hàng chưa ạ?', 'second'), second: ask('Có ảnh chưa ạ?', 'end'), end }, 'old')],
  [cardOf({ slug: 'stamp', title: 'Dán tem', topic: 'e-commerce', hash: 'old' })],
);

let folder: ReturnType<typeof makeTempDir>;
let stage: ConversationStage;
beforeEach(async () => {
  folder = makeTempDir();
  stage = await stageConversation(folder.dir, before);
  await stage.say('#menu');
});
afterEach(async () => {
  await stage.close();
  folder[Symbol.dispose]();
});

const hashes = async (): Promise<string[]> => {
  const { session } = await stage.storage.loadTurn({ oaId: OA, userId: LAN });
  const { f } = JSON.parse(session.state ?? '{}') as { f?: { stack: { hash: string }[] } };
  return (f?.stack ?? []).map(({ hash }) => hash);
};

test('a session is pinned to the content it began with', async () => {
  await stage.say('#flow:shop');
  expect(await hashes()).toEqual(['old']);
});

test('somebody at a step that is still there goes on, and is pinned to the new content', async () => {
  await stage.say('#flow:shop');
  await stage.say('có');
  const pressed = stage.payloadOf('Có');
  const more: Step = { type: 'say', text: 'Thêm một bước mới.', next: 'end' };
  await stage.restart({
    catalogue: catalogueOf([
      shop({ first: ask('Khác hẳn?', 'second'), second: ask('Có ảnh đẹp chưa ạ?', 'more'), more, end }, 'new'),
    ]),
  });
  expect(await hashes()).toEqual(['old']);
  expect((await stage.say('xem lại giúp tôi')).join()).toContain('Có ảnh đẹp chưa ạ?');
  expect(await hashes()).toEqual(['new']);
  expect((await stage.say(pressed)).join('\n')).toContain('Thêm một bước mới.\nHết.');
});

test('somebody at a step that is gone is told kindly, and may begin the same anew', async () => {
  await stage.say('#flow:shop');
  await stage.say('có');
  const pressed = stage.payloadOf('Có');
  await stage.restart({ catalogue: catalogueOf([shop({ first: ask('Bán gì ạ?', 'end'), end }, 'new')]) });
  expect((await stage.say(pressed)).join()).toContain('vừa được thay đổi');
  expect(await hashes()).toEqual([]);
  expect((await stage.say(stage.payloadOf('Xem lại từ đầu: Mở gian hàng'))).join()).toContain('Bán gì ạ?');
  expect(await hashes()).toEqual(['new']);
});

test('somebody in a guide that is gone altogether is led to its subject', async () => {
  await stage.say('#card:stamp');
  await stage.restart({ catalogue: catalogueOf([shop({ first: ask('Bán gì ạ?', 'end'), end }, 'new')]) });
  expect((await stage.say('xong')).join()).toContain('vừa được thay đổi');
  expect((await stage.say(stage.payloadOf('Mua bán trên mạng'))).join()).toContain('Về mua bán trên mạng');
});

test('an old button of a guide that is gone leads to its subject, of one that never was to the menu', async () => {
  await stage.restart({ catalogue: catalogueOf([shop({ first: ask('Bán gì ạ?', 'end'), end }, 'new')]) });
  const gone = (await stage.say('#card:stamp')).join();
  expect(gone).toContain('nay không còn nữa');
  expect(gone).toContain('Mở gian hàng');
  expect((await stage.say('#card:nothing')).join()).toContain('1. Dịch vụ công');
});

test('a card that lost the step somebody was at is begun anew; one that kept it goes on', async () => {
  const card = (steps: string[], hash: string) =>
    cardOf({ slug: 'stamp', title: 'Dán tem', topic: 'e-commerce', hash, steps: steps.map((text) => ({ text })) });
  await stage.say('#card:stamp');
  await stage.say('xong');
  await stage.restart({ catalogue: catalogueOf([], [card(['Một.', 'Hai mới.'], 'newer')]) });
  expect((await stage.say('xem lại')).join()).toContain('Bước 2/2: Hai mới.');
  await stage.restart({ catalogue: catalogueOf([], [card(['Chỉ một bước.'], 'newest')]) });
  expect((await stage.say('xong')).join()).toContain('vừa được thay đổi');
  expect((await stage.say(stage.payloadOf('Xem lại từ đầu: Dán tem'))).join()).toContain('Bước 1/1: Chỉ một bước.');
});

test('a walk that was left and is gone since is ended kindly when it is taken up', async () => {
  await stage.say('#flow:shop');
  await stage.say('có');
  await stage.say('menu');
  await stage.restart({ catalogue: catalogueOf([shop({ first: ask('Bán gì ạ?', 'end'), end }, 'new')]) });
  const answer = await stage.say(stage.payloadOf('Xem tiếp: Mở gian hàng'));
  expect(answer.join()).toContain('vừa được thay đổi');
  expect(stage.payloadOf('Xem lại từ đầu: Mở gian hàng')).toBe('#flow:shop');
});
