import { describe, expect, test } from 'vitest';
import { startChat } from '../../support/chat.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

const { messages } = shippedCatalogue();

describe('first contact', () => {
  test('tells that this is an automatic assistant, asks for consent with two buttons, then answers', async () => {
    const chat = startChat({ known: false });
    const { said, plan } = await chat.say('xin chào');
    expect(said[0]?.text).toContain('trợ lý tự động');
    expect(said[0]?.text).toContain('đồng ý để em đếm');
    expect(said[0]?.text).not.toMatch(/^\d\. /mu);
    expect(said[0]?.buttons.map(({ title }) => title)).toEqual([messages.consentYes, messages.consentNo]);
    expect(said[1]?.text).toContain('1. Dịch vụ công');
    expect(plan.patch).toMatchObject({ noticeAt: MORNING, lastInteractionAt: MORNING, userIdByApp: 'app-1' });
  });

  test('a question is answered at once, behind the notice', async () => {
    const { said, text } = await startChat({ known: false }).say('đăng ký tạm trú');
    expect(said.length).toBeGreaterThanOrEqual(2);
    expect(said[0]?.text).toContain('trợ lý tự động');
    expect(text.split('\n---\n').slice(1).join(' ')).toMatch(/tạm trú/iu);
  });

  test('the notice comes once', async () => {
    const chat = startChat({ known: false });
    await chat.say('xin chào');
    const { text } = await chat.say('xin chào');
    expect(text).not.toContain('trợ lý tự động (máy trả lời');
  });

  test('numbers after the notice mean the menu, not the consent buttons', async () => {
    const chat = startChat({ known: false });
    await chat.say('xin chào');
    const { text, plan } = await chat.say('1');
    expect(text).toContain('dịch vụ công');
    expect(plan.consent).toBeUndefined();
  });
});

describe('consent', () => {
  test.each([
    ['the button', 'press'],
    ['the words', 'say'],
  ] as const)('given by %s is recorded with the version of the text and the time', async (_name, way) => {
    const chat = startChat({ known: false });
    await chat.say('xin chào');
    chat.now = MORNING + 5_000;
    const { plan, text } = way === 'press' ? await chat.press(messages.consentYes) : await chat.say('đồng ý');
    expect(plan.consent).toEqual({ textVersion: messages.noticeVersion, choice: 'yes', at: MORNING + 5_000 });
    expect(chat.resident?.consent).toBe('yes');
    expect(text).toContain('NGỪNG ĐẾM');
  });

  test('refused is recorded, and everything works all the same', async () => {
    const chat = startChat({ known: false });
    await chat.say('xin chào');
    const { plan } = await chat.press(messages.consentNo);
    expect(plan.consent).toMatchObject({ choice: 'no' });
    expect(plan.forgetCounted).toBeUndefined();
    const { text } = await chat.say('1');
    expect(text).toContain('dịch vụ công');
  });

  test('answering it leaves the menu under it usable by number', async () => {
    const chat = startChat({ known: false });
    await chat.say('xin chào');
    await chat.press(messages.consentYes);
    expect((await chat.say('2')).text).toContain('thanh toán');
  });

  test.each(['ngừng đếm', 'không đồng ý'])('withdrawn by "%s" forgets what was counted', async (words) => {
    const chat = startChat({ resident: { consent: 'yes' } });
    const { plan } = await chat.say(words);
    expect(plan.forgetCounted).toBe(true);
    expect(plan.consent).toMatchObject({ choice: 'no', textVersion: messages.noticeVersion });
    expect(chat.resident?.consent).toBe('no');
  });
});
