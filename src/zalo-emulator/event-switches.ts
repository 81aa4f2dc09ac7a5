/**
 * Which events are posted: event name or prefix -> on or off; the longest key that fits decides, `*` stands for all.
 * `{ '*': false, user_send_: true, user_send_sticker: false }` posts what residents send, but no stickers.
 */
export type EventSwitches = Readonly<Record<string, boolean>>;

/** Decides event by event; every answer is remembered, because a busy OA asks for the same few names. */
export interface EventSwitchboard {
  get(): EventSwitches;
  /** Replaces all switches. */
  set(switches: EventSwitches): void;
  isOn(eventName: string): boolean;
}

/**
 * An {@link EventSwitchboard}. Without a fitting key an event is on: a developer wants to see everything at first. At
 * Zalo every switch is off until somebody turns it on in the console ("Sự kiện" of the app's webhook page).
 */
export function createEventSwitchboard(initial: EventSwitches): EventSwitchboard {
  let switches = initial;
  let known = new Map<string, boolean>();

  function decide(eventName: string): boolean {
    const fitting = Object.keys(switches).filter((key) => key !== '*' && eventName.startsWith(key));
    const longest = fitting.toSorted((a, b) => b.length - a.length)[0] ?? '*';
    return switches[longest] ?? true;
  }

  return {
    get: () => switches,
    set(next) {
      switches = next;
      known = new Map();
    },
    isOn(eventName) {
      const remembered = known.get(eventName);
      if (remembered !== undefined) return remembered;
      const decided = decide(eventName);
      known.set(eventName, decided);
      return decided;
    },
  };
}
