import { pathToFileURL } from 'node:url';
import { startConversation } from '../../support/load/conversation-run.ts';
import { residentId } from '../../support/load/webhook-body.ts';
import { sleep, startPlaying } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';
import type { Stage } from '../stage.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const VIETNAM_MS = 7 * HOUR_MS;
/** A due moment is noticed within 30 s on the timers, which do not jump; and a little. */
const WAKE_WITHIN_MS = 33_000;
const SLEEPERS = 10;
/** Far from the numbers of the residents who are played. */
const FIRST_SLEEPER = 80_000_000;
/** First contact, the card, one step: in the middle of something. */
const SLEEPER_MESSAGES = 3;

/** 10:00 of the next day in Viet Nam, as an offset from now: reminders may be said. */
const untilTomorrowMs = (now: number): number =>
  Math.floor((now + VIETNAM_MS) / DAY_MS) * DAY_MS + DAY_MS + 10 * HOUR_MS - VIETNAM_MS - now;

const TOMORROW_MS = untilTomorrowMs(Date.now());
const OFFSETS_MS = [HOUR_MS, 0, TOMORROW_MS, TOMORROW_MS - HOUR_MS, TOMORROW_MS];

/**
 * The bot's clock jumps an hour ahead, an hour back, to the next morning, an hour back and ahead again, while residents
 * write. Ten others sleep in the middle of a card: each is reminded once, in spite of the jump back.
 */
export const clockJump = conversationRun({
  name: 'clock-jump',
  defaults: { outageMs: 100_000 },
  stage: {
    env: {
      NODE_OPTIONS: `--import=${pathToFileURL('test/support/jumping-clock.mjs').href}`,
      TEST_CLOCK_OFFSETS_MS: OFFSETS_MS.join(','),
    },
  },
  async play(stage) {
    const sleepers = await putToSleep(stage);
    const playing = startPlaying(stage, { atOnce: stage.options.conversations, spreadMs: stage.options.outageMs });
    const jumpAt = [0.2, 0.4, 0.6, 0.95];
    for (const share of jumpAt) {
      await playing.reaches(share);
      process.kill(stage.bot().pid, 'SIGUSR2');
    }
    const conversations = await playing.done;
    process.kill(stage.bot().pid, 'SIGUSR2');
    await sleep(WAKE_WITHIN_MS);
    const reminders = countReminders(stage, sleepers);
    return {
      conversations,
      isAsPromised: reminders.wokenSleepers === SLEEPERS && reminders.doubleWakes === 0,
      expectedTexts: reminders.ofOthers,
      extra: { jumps: OFFSETS_MS.length, sleepers: SLEEPERS, ...reminders },
    };
  },
});

async function putToSleep(stage: Stage): Promise<ReadonlySet<string>> {
  const slot = { park: () => undefined, resume: () => undefined };
  const messages = stage.messages.slice(0, SLEEPER_MESSAGES);
  const ids = Array.from({ length: SLEEPERS }, (_, index) => residentId(FIRST_SLEEPER + index));
  const { port, router, expected, options } = stage;
  await Promise.all(
    ids.map((userId) => {
      const common = { port, router, userId, messages, expected, burst: 1, giveUpMs: options.giveUpMs, slot };
      return startConversation(common).done;
    }),
  );
  return new Set(ids);
}

/** Reminders are what sleepers get that is not in the reference. */
function countReminders({ fake, expected }: Stage, sleepers: ReadonlySet<string>) {
  const known = new Set(expected.flat());
  const others = fake.sends.filter(({ deliveredAtMs, text }) => deliveredAtMs !== null && !known.has(text));
  const texts = new Set(others.filter(({ userId }) => sleepers.has(userId)).map(({ text }) => text));
  const reminders = others.filter(({ text }) => texts.has(text));
  const once = new Set(reminders.map(({ userId, text }) => `${userId} ${text}`));
  return {
    wokenSleepers: new Set(reminders.filter(({ userId }) => sleepers.has(userId)).map(({ userId }) => userId)).size,
    doubleWakes: reminders.length - once.size,
    ofOthers: [...once].filter((key) => !sleepers.has(key.split(' ')[0] ?? '')).length,
  };
}
