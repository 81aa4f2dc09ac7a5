import { createListeners, cutNote } from '../listeners.ts';
import type { Signals, Topic } from '../ports.ts';
import type { Client } from './client.ts';
import { channelOf } from './keys.ts';
import type { Link } from './link.ts';

export interface RedisSignalsOptions {
  readonly link: Link;
  readonly replica: string;
  /** A connection of its own, made when somebody listens first: one that listens takes no other command. */
  openListener(): Client;
}

export interface RedisSignals extends Signals {
  stop(): void;
}

/** Between the name of the teller and the note; names of replicas hold none. */
const BAR = ' ';

export function createRedisSignals({ link, replica, openListener }: RedisSignalsOptions): RedisSignals {
  const here = createListeners();
  const channels = new Map<string, { readonly oaId: string; readonly topic: Topic; count: number }>();
  let listener: Client | undefined;

  const hear = (channel: string, message: string): void => {
    const on = channels.get(channel);
    const bar = message.indexOf(BAR);
    // One's own were told at once.
    if (on && bar > 0 && message.slice(0, bar) !== replica) here.tell(on.oaId, on.topic, message.slice(bar + 1));
  };

  const listening = (): Client => {
    if (listener) return listener;
    listener = openListener();
    // Told of by the link; this one comes back by itself and subscribes again.
    listener.on('error', () => undefined);
    listener.on('message', hear);
    return listener;
  };

  link.onChange((isUp) => {
    // Redis was silent although connected: the other connection may hang on a server that is gone.
    if (isUp && listener?.status === 'ready') listener.disconnect(true);
  });

  return {
    tell(oaId, topic, note = '') {
      here.tell(oaId, topic, note);
      if (!link.isUp()) return;
      const message = `${replica}${BAR}${cutNote(note)}`;
      link.ask((redis) => redis.publish(channelOf(oaId, topic), message)).catch(() => undefined);
    },
    on(oaId, topic, callback) {
      const channel = channelOf(oaId, topic);
      const stopHere = here.on(oaId, topic, callback);
      const entry = channels.get(channel) ?? { oaId, topic, count: 0 };
      channels.set(channel, entry);
      entry.count += 1;
      if (entry.count === 1)
        listening()
          .subscribe(channel)
          .catch(() => undefined);
      let isOn = true;
      return () => {
        if (!isOn) return;
        isOn = false;
        stopHere();
        entry.count -= 1;
        if (entry.count > 0) return;
        channels.delete(channel);
        listening()
          .unsubscribe(channel)
          .catch(() => undefined);
      };
    },
    stop() {
      here.clear();
      channels.clear();
      listener?.disconnect();
    },
  };
}
