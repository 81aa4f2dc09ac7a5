import { describe, expect, test } from 'vitest';
import { parseWish } from '../../../src/conversation/wishes.ts';
import type { Step } from '../../../src/flow-engine/types.ts';
import { type Chat, startChat } from '../../support/chat.ts';
import { cardOf, flowOf } from '../../support/flow-definitions.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { catalogueOf } from '../../support/small-catalogue.ts';
import { TEAM } from '../../support/storage-rows.ts';

const bye: Step = { type: 'end', text: 'Xong rồi ạ.' };

function flowWith(fields: Omit<Step & { type: 'profile' }, 'type' | 'next'>, before: Record<string, Step> = {}) {
  const steps: Record<string, Step> = { ...before, keep: { type: 'profile', ...fields, next: 'bye' }, bye };
  return catalogueOf([flowOf(steps, { id: 'first-contact', title: 'Làm quen' })]);
}

const start = (chat: Chat) => chat.say('#flow:first-contact');

describe('what a flow learns about the account', () => {
  const place: Record<string, Step> = {
    where: { type: 'ask', input: 'place', text: 'Bác ở xã nào ạ?', save: 'commune', next: 'keep', giveUp: 'bye' },
  };

  test('the commune, chosen by name', async () => {
    const chat = startChat({ catalogue: flowWith({ commune: '{commune}' }, place) });
    await start(chat);
    await chat.say('Đồng Nai');
    await chat.say('phường Trấn Biên');
    expect(chat.resident?.communeCode).toMatch(/^\d{5}$/u);
  });

  test('no commune when it is skipped, and none that does not exist', async () => {
    const skipped = startChat({ catalogue: flowWith({ commune: '{commune}' }, place) });
    await start(skipped);
    await skipped.say('bỏ qua');
    expect(skipped.resident).not.toHaveProperty('communeCode');
    const wrong = startChat({ catalogue: flowWith({ commune: '00000' }) });
    await start(wrong);
    expect(wrong.resident).not.toHaveProperty('communeCode');
  });

  test('announcements: no, and yes again', async () => {
    const chat = startChat({ catalogue: flowWith({ announcements: false }) });
    await start(chat);
    expect(chat.resident?.optOutAt).toBe(MORNING);
    const again = startChat({ catalogue: flowWith({ announcements: true }), resident: { optOutAt: 5 } });
    await start(again);
    expect(again.resident?.optOutAt ?? null).toBeNull();
  });

  test('a team, whose name is said before what follows in the flow', async () => {
    const chat = startChat({ catalogue: flowWith({ team: TEAM.code.toLowerCase() }) });
    const { said } = await start(chat);
    expect(said.map(({ text }) => text)).toEqual([expect.stringContaining(TEAM.name), 'Xong rồi ạ.']);
    expect(chat.resident?.teamCode).toBe(TEAM.code);
  });

  test('a code that no team has is told so, and the flow goes on', async () => {
    const chat = startChat({ catalogue: flowWith({ team: 'ZZ99' }) });
    expect((await start(chat)).text).toContain('không tìm thấy tổ');
    expect(chat.resident).not.toHaveProperty('teamCode');
  });

  test('counting: a no is recorded as evidence and forgets what was counted', async () => {
    const chat = startChat({ catalogue: flowWith({ counting: false }), resident: { consent: 'yes' } });
    const { plan } = await start(chat);
    expect(plan.consent).toMatchObject({ choice: 'no', at: MORNING });
    expect(plan.forgetCounted).toBe(true);
    expect(chat.resident?.consent).toBe('no');
  });

  test('nothing of the member while they walk it for somebody else', async () => {
    const chat = startChat({
      catalogue: flowWith({ announcements: false, counting: false, team: TEAM.code }),
      resident: { teamCode: TEAM.code, consent: 'yes' },
    });
    await chat.say('#ho-tro');
    const { plan } = await start(chat);
    expect(plan.consent).toBeUndefined();
    expect(chat.resident).not.toHaveProperty('optOutAt');
    expect(chat.resident?.consent).toBe('yes');
  });
});

describe('a subject with a flow of its own', () => {
  test('begins with that flow when it is chosen in the menu', async () => {
    const menu = flowOf({ hello: { type: 'end', text: 'Nhóm nào ạ?' } }, { id: 'e-payments', title: 'Thanh toán' });
    const chat = startChat({ catalogue: catalogueOf([menu]) });
    expect((await chat.say('#topic:e-payments')).text).toContain('Nhóm nào ạ?');
  });
});

describe('leaving a subject menu', () => {
  const menu = flowOf(
    {
      which: {
        type: 'ask',
        text: 'Việc nào ạ?',
        choices: [{ title: 'Thẻ', value: 'card', next: 'walk' }],
        giveUp: 'bye',
      },
      walk: { type: 'guide', card: 'card', next: 'bye' },
      bye,
    },
    { id: 'e-payments', title: 'Thanh toán' },
  );
  const open = async (): Promise<Chat> => {
    const chat = startChat({ catalogue: catalogueOf([menu], [cardOf({ title: 'Thẻ mẫu' })]) });
    await chat.say('#topic:e-payments');
    return chat;
  };

  test('offers no way back to it: nothing was begun', async () => {
    const chat = await open();
    expect((await chat.say('menu')).text).not.toContain('Xem tiếp');
  });

  test('offers the way back to the guide that was begun from it, by its own name', async () => {
    const chat = await open();
    await chat.press('Thẻ');
    expect((await chat.say('menu')).text).toContain('Xem tiếp: Thẻ mẫu');
    expect((await chat.press('Xem tiếp: Thẻ mẫu')).text).toContain('Bước 1/3');
  });
});

describe('a child', () => {
  test.each(['em 13 tuổi', 'Cháu mới 12 tuổi ạ', 'dạ em học lớp 6', 'con nam nay 9 tuoi', 'mình 15 tuổi thôi'])(
    '"%s" is a child who speaks of itself',
    (text) => expect(parseWish(text)).toEqual({ type: 'young' }),
  );

  test.each([
    'cháu tôi 13 tuổi',
    'con 6 tuổi làm căn cước được chưa',
    'em 16 tuổi',
    'con tôi học lớp 6',
    'em 62 tuổi',
    'con 5 tuổi',
    '13 tuổi mở tài khoản được không',
  ])('"%s" is not', (text) => expect(parseWish(text)).toBeUndefined());

  test('is counted no more, whatever was agreed, and led to words for children', async () => {
    const talk = flowOf({ hello: { type: 'end', text: 'Gọi 111 nhé.' } }, { id: 'under-16', title: 'Em nhỏ' });
    const chat = startChat({ catalogue: catalogueOf([talk]), resident: { consent: 'yes' } });
    const { plan, text } = await chat.say('em 13 tuổi ạ');
    expect(text).toContain('111');
    expect(plan.forgetCounted).toBe(true);
    expect(chat.resident?.consent).toBe('no');
  });

  test('is told that counting has stopped where no such flow exists', async () => {
    const chat = startChat({ catalogue: catalogueOf([]), resident: { consent: 'yes' } });
    expect((await chat.say('em 13 tuổi')).text).toContain('ngừng đếm');
    expect(chat.resident?.consent).toBe('no');
  });
});
