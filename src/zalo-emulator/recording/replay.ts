import type { Emulator } from '../emulator.ts';
import type { Schedule } from '../options.ts';
import { createActRules, readSequence } from './act-sequence.ts';
import { applyStart } from './apply-start.ts';
import type { ReplayClock } from './apply-start.ts';
import { createCallNotes } from './call-notes.ts';
import { loadMedia } from './media-box.ts';
import type { ReadMedia } from './media-box.ts';
import type { Recording } from './model.ts';
import { createStableNames } from './names.ts';
import { createReceiver } from './receiver.ts';
import { compareRun } from './replay-report.ts';
import type { ReplayReport } from './replay-report.ts';
import { checkRecording } from './read-recording.ts';
import { runSteps } from './run-steps.ts';

/** Options of {@link replay}. */
export interface ReplayOptions {
  /**
   * A fresh emulator whose webhook leads to the bot. Its residents, groups, messages, clock, account, settings and switches
   * are replaced by those of the recording; its ids, secrets, tokens and webhook stay.
   */
  readonly emulator: Emulator;
  /**
   * How long an answer may take, in ms, beyond the time it took in the recording and counted from when the webhook has
   * answered. Default 10,000.
   */
  readonly timeoutMs?: number;
  /**
   * How long the bot must be quiet, in ms, before it counts as done: at the end, and before each step that had at least
   * this pause before it in the recording too. What comes unasked within that time is a difference. Default 250.
   */
  readonly settleMs?: number;
  /** What these find in texts, titles and payloads of the OA is not compared. Default: none. */
  readonly ignoreText?: readonly RegExp[];
  /**
   * `recorded` (default): the emulator's clock starts at the recording's and keeps up with it, so that windows, night hours
   * and daily limits are those of the recording. `running`: it stays as it is, for a bot that refuses old events.
   */
  readonly clock?: ReplayClock;
  /** Reads files that lie beside the recording. Default: such a recording is refused. */
  readonly readMedia?: ReadMedia;
  /** Timer for the two times above, and for steps that wait. Default `setTimeout`. */
  readonly schedule?: Schedule;
}

/**
 * Plays a recording against a bot and compares what the OA sends: kind, text, buttons, cards and files, in order for each
 * person and group. Order between different people does not count.
 *
 * A step is done once everything the OA did before it in the recording has come, or its time is over. After three turns in
 * a row in which the bot said nothing although it should have, the replay stops.
 *
 * @throws EmulatorError EMULATOR_INPUT_INVALID (rejects)
 */
export async function replay(recording: Recording, options: ReplayOptions): Promise<ReplayReport> {
  const { emulator, ignoreText = [], clock = 'recorded', schedule = scheduleWithTimeout } = options;
  const checked = checkRecording(recording);
  const media = loadMedia(checked.media, options.readMedia);
  const rules = createActRules(checked, ignoreText);
  const sequence = readSequence(checked.events, rules);
  const names = createStableNames(() => emulator.publicUrl());
  names.reserveMessages(Math.max(0, ...checked.events.map((event) => ('message' in event ? event.message : 0))));
  // whatever the bot is still busy with is not an answer to the recording
  await emulator.idle();
  applyStart(emulator, checked.start, names, clock);
  const receiver = createReceiver(emulator, names, rules, schedule);
  const callNotes = createCallNotes(emulator);
  try {
    const run = await runSteps({
      recording: checked,
      sequence,
      emulator,
      names,
      receiver,
      timeoutMs: options.timeoutMs ?? 10_000,
      settleMs: options.settleMs ?? 250,
      keepsClock: clock === 'recorded',
      media,
    });
    return compareRun(checked, sequence, run, receiver.acts(), rules, callNotes.lines());
  } finally {
    receiver.end();
    callNotes.end();
  }
}

function scheduleWithTimeout(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}
