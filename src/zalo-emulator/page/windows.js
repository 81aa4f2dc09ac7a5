const MAX_OPEN = 12;
const REMEMBERED = 'zalo-emulator-open-chats';

/**
 * The chats that are open: side by side on a wide screen, one at a time on a phone. Only these have nodes in the page.
 *
 * `create(key)` makes a window with `root`, `load()` and `onShown()`; undefined when there is no such chat any more.
 */
export function createWindows(area, { create, onChange }) {
  const open = new Map();
  let activeKey;

  function remember() {
    sessionStorage.setItem(REMEMBERED, JSON.stringify([...open.keys()]));
    onChange();
  }

  function close(key) {
    open.get(key)?.root.remove();
    open.delete(key);
    if (activeKey === key) activate([...open.keys()].at(-1));
    remember();
  }

  /** The window of this chat, opened if need be; the one not shown for longest makes room. */
  function show(key) {
    const known = open.get(key);
    if (known !== undefined) return known;
    const made = create(key);
    if (made === undefined) return undefined;
    if (open.size >= MAX_OPEN) close([...open.keys()].find((other) => other !== activeKey));
    open.set(key, made);
    area.append(made.root);
    remember();
    return made;
  }

  function activate(key) {
    activeKey = key;
    for (const [other, { root }] of open) root.classList.toggle('active', other === key);
    open.get(key)?.onShown();
    onChange();
  }

  return {
    close,
    activate,
    get: (key) => open.get(key),
    all: () => [...open.values()],
    keys: () => [...open.keys()],
    activeKey: () => activeKey,
    has: (key) => open.has(key),
    /** Opens a chat without a look at it; its history is loaded by `reload`. */
    prepare: show,
    /** Opens a chat and brings it to the front. */
    async open(key) {
      const isNew = !open.has(key);
      const shown = show(key);
      if (shown === undefined) return undefined;
      activate(key);
      shown.root.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      if (isNew) await shown.load();
      return shown;
    },
    /** Loads the histories of all windows anew. */
    reload: () => Promise.all([...open.values()].map((shown) => shown.load())),
    /** The chats that were open before the page was loaded anew. */
    remembered() {
      try {
        return JSON.parse(sessionStorage.getItem(REMEMBERED) ?? '[]');
      } catch {
        return [];
      }
    },
  };
}
