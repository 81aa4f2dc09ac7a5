const find = (selector) => document.querySelector(selector);

/**
 * The one button that leads to the developer's panel. The panel itself is fetched when it is opened for the first time:
 * who only wants to chat never loads it.
 */
export function createControlEntry(context) {
  const panel = find('#panel');
  const toggle = find('#toggle-panel');
  let webhook = { url: undefined, disabled: false };
  let opened;

  function build() {
    opened ??= import('./control/panel.js').then(({ createControlPanel }) =>
      createControlPanel(find('#panel-body'), { ...context, webhook: () => webhook }),
    );
    return opened;
  }

  async function setOpen(open) {
    panel.hidden = !open;
    document.body.classList.toggle('panel-open', open);
    toggle.setAttribute('aria-expanded', String(open));
    if (!open) {
      toggle.focus();
      (await build()).hide();
      return;
    }
    find('#close-panel').focus();
    (await build()).show();
  }

  toggle.addEventListener('click', () => setOpen(panel.hidden));
  find('#close-panel').addEventListener('click', () => setOpen(false));
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') void setOpen(false);
  });

  return {
    /** Tells the panel that something it may show has changed: `account`, `settings`, `eventSwitches`, ... */
    changed(what) {
      void opened?.then((control) => control.changed(what));
    },
    showWebhook({ url, disabled }) {
      webhook = { url: url ?? undefined, disabled };
      void opened?.then((control) => control.changed('webhook'));
    },
  };
}
