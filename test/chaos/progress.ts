import type { Conversation } from '../support/load/conversation-run.ts';
import type { PlaySettings, Stage } from './stage.ts';

/** Conversations under way, and how far they are. */
export interface Playing {
  /** Messages answered 200 so far. */
  accepted(): number;
  /** Conversations begun so far; filled while they are played. */
  readonly started: readonly Conversation[];
  isOver(): boolean;
  /**
   * Resolves when this share (0..1) of all messages is accepted. False when the residents are done before: a bot that
   * loses messages ends the conversations early.
   */
  reaches(share: number): Promise<boolean>;
  /** Resolves when so many further messages are accepted. False as with `reaches`. */
  advances(messages: number): Promise<boolean>;
  readonly done: Promise<readonly Conversation[]>;
}

/** Begins all conversations and keeps count, for runs that do something at a point of them. */
export function startPlaying(stage: Stage, settings: PlaySettings = {}): Playing {
  const started: Conversation[] = [];
  let accepted = 0;
  let isOver = false;
  const done = stage
    .play({
      ...settings,
      onStart: (conversation) => started.push(conversation),
      onAccepted: () => {
        accepted += 1;
        settings.onAccepted?.();
      },
    })
    .finally(() => {
      isOver = true;
    });
  // Whoever waits for a point first must not miss that the conversations broke.
  done.catch(() => undefined);
  const total = stage.options.conversations * stage.messages.length;
  return {
    accepted: () => accepted,
    started,
    isOver: () => isOver,
    async reaches(share) {
      while (accepted < share * total && !isOver) await sleep(1);
      return !isOver;
    },
    async advances(messages) {
      const target = accepted + messages;
      while (accepted < target && !isOver) await sleep(1);
      return !isOver;
    },
    done,
  };
}

/** A pause of the harness, on the real clock. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
