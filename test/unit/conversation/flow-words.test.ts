import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Flow, Step } from '../../../src/flow-engine/types.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { flowOf } from '../../support/flow-definitions.ts';
import { catalogueOf } from '../../support/small-catalogue.ts';
import { LAN, OA } from '../../support/storage-rows.ts';
import { storedRows } from '../../support/stored-rows.ts';
import { filesContaining, makeTempDir } from '../../support/temp-dir.ts';

const end: Step = { type: 'end', text: 'Xong ạ.' };
const ask = (input: 'photo' | 'location' | 'place' | 'text', text: string): Step => ({
  ...{ type: 'ask', text, input, save: 'what', next: 'end', giveUp: 'gaveUp' },
});
const gaveUp: Step = { type: 'end', text: 'Thôi vậy ạ.' };
const flow = (id: string, steps: Record<string, Step>): Flow =>
  flowOf({ ...steps, end: steps['end'] ?? end, gaveUp }, { id, title: id, topic: 'public-services' });

const catalogue = catalogueOf([
  flow('photo', { ask: ask('photo', 'Bác gửi ảnh gian hàng giúp em.') }),
  flow('location', { ask: ask('location', 'Bác gửi vị trí giúp em.') }),
  flow('place', { ask: ask('place', 'Bác ở xã nào ạ?') }),
  flow('words', { ask: ask('text', 'Bác kể em nghe.') }),
  flow('profile', {
    keep: { type: 'profile', address: 'co', segment: 'trader', largeSteps: true, next: 'end' },
    end: { type: 'end', text: 'Chào {bác}.' },
  }),
  flow('nonsense', { keep: { type: 'profile', address: 'vua', segment: 'king', next: 'end' } }),
  flow('poll', {
    poll: {
      type: 'poll',
      text: 'Hướng dẫn này có dễ không ạ?',
      choices: [
        { title: 'Dễ', value: 'easy' },
        { title: 'Khó', value: 'hard' },
      ],
      next: 'end',
    },
  }),
  flow('quiz', {
    quiz: {
      type: 'quiz',
      questions: [
        {
          text: 'Công an có hỏi mã OTP không ạ?',
          choices: [
            { title: 'Có', value: 'yes' },
            { title: 'Không bao giờ', value: 'no' },
          ],
          answer: 'no',
        },
      ],
      certificate: { title: 'Nhận ra lừa đảo' },
      next: 'end',
      giveUp: 'end',
    },
  }),
  flow('picture', {
    say: { type: 'say', text: 'Xem hình.', picture: { url: 'https://example.gov.vn/hinh.png' }, next: 'own' },
    own: { type: 'say', text: 'Hình của em.', picture: { file: 'hinh.png' }, next: 'end' },
  }),
]);

let folder: ReturnType<typeof makeTempDir>;
let stage: ConversationStage;
beforeEach(async () => {
  folder = makeTempDir();
  stage = await stageConversation(folder.dir, catalogue);
  await stage.say('#menu');
});
afterEach(async () => {
  await stage.close();
  folder[Symbol.dispose]();
});

const media = (kind: string, fields: Record<string, unknown> = {}) => stage.send({ type: 'media', kind, ...fields });
const state = async (): Promise<string> =>
  (await stage.storage.loadTurn({ oaId: OA, userId: LAN })).session.state ?? '';

describe('a question for something other than words', () => {
  test.each([
    ['photo', 'image'],
    ['location', 'location'],
  ])('for a %s is answered by one, of which only that it came is kept', async (id, kind) => {
    await stage.say(`#flow:${id}`);
    const secret = { latitude: 11.834567, longitude: 106.601234, url: 'https://photo.example/secret.jpg' };
    expect((await media(kind, secret)).join()).toContain('Xong ạ.');
    await stage.storage.checkpoint();
    for (const trace of ['11.834567', '106.601234', 'secret.jpg'])
      expect(filesContaining(folder.dir, trace), trace).toEqual([]);
  });

  test('is not answered by another kind: that gets its own answer and the question again', async () => {
    await stage.say('#flow:photo');
    const said = (await media('audio')).join('\n');
    expect(said).toContain('chưa nghe được tin thoại');
    expect(said).toContain('Bác gửi ảnh gian hàng giúp em.');
    expect((await media('image')).join()).toContain('Xong ạ.');
  });

  test('takes a picture with words under it, but a cry for help or an order is what it is', async () => {
    await stage.say('#flow:photo');
    expect((await media('image', { caption: 'gian hàng của tôi đây' })).join()).toContain('Xong ạ.');
    await stage.say('#flow:photo');
    expect((await media('image', { caption: 'tôi vừa bị lừa mất tiền' })).join()).toContain('Gọi ngay ngân hàng');
    await stage.say('#flow:photo');
    expect((await media('image', { caption: 'menu' })).join()).toContain('1. Dịch vụ công');
  });

  test('outside such a question a picture is answered as ever', async () => {
    await stage.say('#flow:words');
    const said = (await media('image')).join('\n');
    expect(said).toContain('chưa đọc được nội dung trong ảnh');
    expect(said).toContain('Bác kể em nghe.');
  });

  test('nothing is taken while a person of the OA answers', async () => {
    await stage.say('#flow:photo');
    await stage.send({ type: 'echo', messageId: 'z', adminId: '9' });
    expect(await media('image')).toEqual([]);
    expect(await state()).toContain('photo');
  });
});

test('a place is found among all communes', async () => {
  await stage.say('#flow:place');
  expect((await stage.say('phường Ba Đình, Hà Nội')).join()).toContain('Xong ạ.');
});

describe('what a flow decides about somebody', () => {
  test('is kept: address, segment and large steps', async () => {
    expect((await stage.say('#flow:profile')).join()).toContain('Chào cô.');
    const { resident } = await stage.storage.loadTurn({ oaId: OA, userId: LAN });
    expect(resident).toMatchObject({ address: 'cô', segment: 'trader', largeSteps: true });
    expect((await stage.say('menu')).join()).toContain('Cô cần em giúp việc gì');
  });

  test('is not kept when it is none of the known words', async () => {
    await stage.say('#flow:nonsense');
    const { resident } = await stage.storage.loadTurn({ oaId: OA, userId: LAN });
    expect(resident).not.toHaveProperty('address');
    expect(resident).not.toHaveProperty('segment');
  });
});

test('an answer to a poll is counted by its value', async () => {
  await stage.say('#flow:poll');
  await stage.say('khó');
  const rows = storedRows(folder.dir, `select flow, outcome, count from engagement_total where kind = 'poll'`);
  expect(rows.map((row) => ({ ...row }))).toEqual([{ flow: 'poll', outcome: 'hard', count: 1 }]);
});

test('whoever passes a quiz gets something to show, in words that promise nothing official', async () => {
  await stage.say('#flow:quiz');
  const said = (await stage.say('không bao giờ')).join('\n');
  expect(said).toContain('Bác đã học xong: Nhận ra lừa đảo.');
  expect(said).toContain('Ngày 22/11/2026.');
});

test('a picture with a public address comes before its text; one without is left out', async () => {
  expect((await stage.say('#flow:picture')).filter((text) => text !== '')).toEqual([
    'Xem hình.',
    'Hình của em.',
    expect.stringContaining('Xong ạ.'),
  ]);
  expect(JSON.stringify(stage.bodies()).match(/media_type/gu)).toHaveLength(1);
});
