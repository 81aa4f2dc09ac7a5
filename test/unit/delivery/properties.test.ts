import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badGateway, refusedConnection, stageDelivery, zaloSays } from '../../support/delivery.ts';
import type { Fate } from '../../support/fake-sender.ts';
import { OA } from '../../support/storage-rows.ts';

type Outcome = 'sent' | 'unknown' | 'refused' | 'limit' | 'failing' | 'forbidden' | 'surprise';

const FATES: Readonly<Record<Outcome, () => Fate>> = {
  sent: () => undefined,
  unknown: badGateway,
  refused: refusedConnection,
  limit: () => zaloSays(-32),
  failing: () => zaloSays(-200),
  forbidden: () => zaloSays(-230),
  surprise: () => new Error('surprise'),
};

const outcome = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Outcome>('sent') },
  { weight: 4, arbitrary: fc.constantFrom(...(Object.keys(FATES) as Outcome[])) },
);

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('say' as const),
      user: fc.integer({ min: 0, max: 3 }),
      messages: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 90_000 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('release' as const), user: fc.integer({ min: 0, max: 3 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('store fails' as const),
      at: fc.constantFrom('recordSend' as const, 'claimSend' as const),
    }),
  },
);

test('whatever Zalo answers, every message ends in one state, in order, and every slot comes back', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fc.array(outcome, { maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, outcomes, concurrency) => {
        const stage = stageDelivery((number) => FATES[outcomes[number - 1] ?? 'sent'](), { concurrency });
        const { storage, sender, answers, clock, say } = stage;
        const said: { user: string; text: string }[] = [];
        for (const next of steps) {
          if (next.type === 'wait') await clock.advance(next.ms);
          else if (next.type === 'store fails') storage.failNext(next.at, new Error('the disk is busy'));
          else if (next.type === 'release') {
            if (answers.reserve(OA, `user-${next.user}`)) answers.release(OA, `user-${next.user}`);
          } else {
            const user = `user-${next.user}`;
            const texts = Array.from({ length: next.messages }, (_, index) => String(said.length + index));
            said.push(...texts.map((text) => ({ user, text })));
            await say(texts, user);
          }
        }
        await clock.advance(8 * 3_600_000);

        const { outboxPending, outboxUnknown, outboxFailed } = await storage.counts();
        expect(outboxPending).toBe(0);
        expect(answers.waiting()).toBe(0);
        expect(outboxUnknown + outboxFailed).toBeLessThanOrEqual(said.length);
        for (const { user, text } of said) {
          const sends = sender.sends.filter((send) => send.text === text);
          expect(sends.length, text).toBeGreaterThan(0);
          expect(sends.every(({ userId }) => userId === user)).toBe(true);
          const maybeArrived = sender.sends.flatMap((send, index) =>
            send.text === text ? [outcomes[index] ?? 'sent'] : [],
          );
          expect(
            maybeArrived.filter((result) => ['sent', 'unknown', 'surprise'].includes(result)).length,
            text,
          ).toBeLessThanOrEqual(2);
          expect(maybeArrived.slice(0, -1), text).not.toContain('sent');
        }
        for (const user of new Set(said.map((one) => one.user))) {
          const firstSends = [
            ...new Set(sender.sends.filter(({ userId }) => userId === user).map(({ text }) => Number(text))),
          ];
          expect(firstSends).toEqual(firstSends.toSorted((a, b) => a - b));
        }
        const free = Array.from({ length: concurrency + 1 }, (_, index) => answers.reserve(OA, `new-${index}`));
        expect(free).toEqual([...Array<boolean>(concurrency).fill(true), false]);
      },
    ),
    { numRuns: 150 },
  ));
