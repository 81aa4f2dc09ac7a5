const RECONNECT_MS = 2000;

/**
 * Listens to the emulator's live stream and reconnects for ever.
 *
 * `onOpen` runs on each (re)connect and must reload the whole state; updates that arrive meanwhile are held back until it
 * is done, so that nothing is shown twice or lost.
 */
export function connectLive(url, { onOpen, onUpdate, onLost }) {
  let held = [];
  let loading = false;

  async function reload(source) {
    loading = true;
    held = [];
    try {
      await onOpen();
    } catch {
      source.close();
      retry();
      return;
    }
    loading = false;
    for (const update of held) onUpdate(update);
  }

  function retry() {
    onLost();
    setTimeout(connect, RECONNECT_MS);
  }

  function connect() {
    const source = new EventSource(url);
    source.addEventListener('open', () => void reload(source));
    source.addEventListener('message', ({ data }) => {
      const update = JSON.parse(data);
      if (loading) held.push(update);
      else onUpdate(update);
    });
    source.addEventListener('error', () => {
      onLost();
      // The browser reconnects by itself unless it has given up.
      if (source.readyState === EventSource.CLOSED) retry();
    });
  }

  connect();
}
