import { pathToFileURL } from 'node:url';
import { LOAD_IDENTITY, residentId, textWebhook, toHttpRequest } from '../../support/load/webhook-body.ts';
import { openSpread } from '../../support/load/webhook-connection.ts';
import { postUntilAccepted } from '../../support/load/conversation-run.ts';
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
/** First contact, an appointment, and its day: tomorrow at this time. */
const APPOINTMENT = ['xin chào', 'hôm khác em nhắc tôi làm tiếp gian hàng', '1'];
const QUIET_MS = 500;

/** 10:00 of the day after tomorrow in Viet Nam, as an offset from now: what is due in a day is overdue and may be said. */
const untilTheDayMs = (now: number): number =>
  Math.floor((now + VIETNAM_MS) / DAY_MS) * DAY_MS + 2 * DAY_MS + 10 * HOUR_MS - VIETNAM_MS - now;

const THE_DAY_MS = untilTheDayMs(Date.now());
const OFFSETS_MS = [HOUR_MS, 0, THE_DAY_MS, THE_DAY_MS - HOUR_MS, THE_DAY_MS];

/**
 * The bot's clock jumps an hour ahead, an hour back, beyond the next day, an hour back and ahead again, while residents
 * write. Ten others have an appointment for the next day: each is reminded once, in spite of the jump back.
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
    const fromSend = stage.fake.sends.length;
    const playing = startPlaying(stage, { atOnce: stage.options.conversations, spreadMs: stage.options.outageMs });
    const jumpAt = [0.2, 0.4, 0.6, 0.95];
    for (const share of jumpAt) {
      await playing.reaches(share);
      process.kill(stage.bot().pid, 'SIGUSR2');
    }
    const conversations = await playing.done;
    process.kill(stage.bot().pid, 'SIGUSR2');
    await sleep(WAKE_WITHIN_MS);
    const reminders = countReminders(stage, sleepers, fromSend);
    return {
      conversations,
      isAsPromised: reminders.woken === SLEEPERS && reminders.doubleWakes === 0,
      extra: { jumps: OFFSETS_MS.length, sleepers: SLEEPERS, ...reminders },
    };
  },
});

async function putToSleep(stage: Stage): Promise<ReadonlySet<string>> {
  const ids = Array.from({ length: SLEEPERS }, (_, index) => residentId(FIRST_SLEEPER + index));
  await Promise.all(
    ids.map(async (userId) => {
      const connection = openSpread(stage.ports);
      let replies = 0;
      let lastMs = 0;
      stage.router.listen(userId, () => {
        replies += 1;
        lastMs = performance.now();
      });
      for (const text of APPOINTMENT) {
        const before = replies;
        await postUntilAccepted(connection, toHttpRequest(textWebhook(LOAD_IDENTITY, userId, text, Date.now())));
        while (replies === before || performance.now() - lastMs < QUIET_MS) await sleep(20);
      }
      connection.close();
    }),
  );
  return new Set(ids);
}

/** Whatever the sleepers get after they were told that they will be reminded. */
function countReminders({ fake }: Stage, sleepers: ReadonlySet<string>, fromSend: number) {
  const reminders = fake.sends.slice(fromSend).filter(({ userId }) => sleepers.has(userId));
  return {
    woken: new Set(reminders.map(({ userId }) => userId)).size,
    doubleWakes: reminders.length - new Set(reminders.map(({ userId, text }) => `${userId} ${text}`)).size,
  };
}
