import { describe, expect, test } from 'vitest';
import type { Meaning } from '../../../src/understanding/understand.ts';
import { startChat } from '../../support/chat.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { understandingThat } from '../../support/shipped-understanding.ts';

const catalogue = shippedCatalogue();
const entry = catalogue.entries().find(({ id }) => id === 'temporary-residence');
if (!entry) throw new Error('the guide of this test is gone');

const hearing = (certain: boolean, confidence = 0.5): Meaning => ({
  decision: 'emergency',
  certain,
  hits: [{ entry, confidence }],
});
const chatWith = (heard: Meaning) => startChat({ understanding: understandingThat(() => heard) });

describe('an emergency that may be none', () => {
  test('says the help first and offers the guide that was perhaps meant', async () => {
    const { plan } = await chatWith(hearing(false)).say('máy tôi cứ thế nào ấy');
    expect(plan.replies[0]?.text).toMatch(/^Gọi ngay ngân hàng/u);
    expect(plan.replies[0]?.options?.[0]).toEqual({
      title: `Không gấp, bác hỏi: ${entry.title}`,
      payload: `#card:${entry.id}`,
    });
  });

  test('keeps the numbers for its own question', async () => {
    const chat = chatWith(hearing(false));
    const { plan } = await chat.say('máy tôi cứ thế nào ấy');
    expect(plan.session.options.map(({ title }) => title)).not.toContain(`Không gấp, bác hỏi: ${entry.title}`);
    expect(plan.session.flow?.stack[0]?.id).toBe('scam-first-hour-flow');
  });

  test('offers nothing where the other meaning is far-fetched, or the emergency is certain', async () => {
    for (const heard of [hearing(false, 0.05), hearing(true)]) {
      const { plan } = await chatWith(heard).say('tôi vừa bị lừa');
      expect(plan.replies[0]?.options).toBeUndefined();
    }
  });
});
