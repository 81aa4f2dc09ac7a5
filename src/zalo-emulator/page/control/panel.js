import { el, switchRow } from '../dom.js';
import { createAccountTab } from './account-tab.js';
import { createCallList } from './call-list.js';
import { createClockTab } from './clock-tab.js';
import { createDeliveryList } from './delivery-list.js';
import { createFaultsTab } from './faults-tab.js';
import { createGroupsTab } from './groups-tab.js';
import { createKeepingTab } from './keeping-tab.js';
import { createWebhookTab } from './webhook-tab.js';

/** `create(context)` makes a tab: `node`, and what it wants of `show`, `hide` and `changed(what)`. */
const tabs = [
  { id: 'deliveries', label: 'Sự kiện', create: createDeliveryList },
  { id: 'calls', label: 'Lệnh gọi API', create: createCallList },
  { id: 'clock', label: 'Đồng hồ', create: createClockTab },
  { id: 'faults', label: 'Gây lỗi', create: createFaultsTab },
  { id: 'webhook', label: 'Webhook', create: createWebhookTab },
  { id: 'account', label: 'Tài khoản OA', create: createAccountTab },
  { id: 'groups', label: 'Nhóm chat', create: createGroupsTab },
  { id: 'keeping', label: 'Ghi và lưu', create: createKeepingTab },
];

const DETAILS_KEY = 'zalo-emulator-details';

/** The developer's panel: a row of tabs; a tab is made when it is first looked at. */
export function createControlPanel(body, context) {
  const made = new Map();
  const row = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Phần của bảng điều khiển' });
  const place = el('div');
  let current = tabs[0];

  const handles = new Map(
    tabs.map((tab) => {
      const handle = el('button', {
        type: 'button',
        role: 'tab',
        id: `tab-${tab.id}`,
        'aria-controls': `tab-body-${tab.id}`,
      });
      handle.append(tab.label);
      handle.addEventListener('click', () => choose(tab));
      row.append(handle);
      return [tab, handle];
    }),
  );

  row.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    choose(tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length]);
    handles.get(current).focus();
  });

  function make(tab) {
    if (made.has(tab)) return made.get(tab);
    const content = tab.create(context);
    made.set(tab, content);
    const page = el('div', { id: `tab-body-${tab.id}`, role: 'tabpanel', 'aria-labelledby': `tab-${tab.id}` });
    page.append(content.node);
    content.page = page;
    place.append(page);
    return content;
  }

  function choose(tab) {
    made.get(current)?.hide?.();
    current = tab;
    const shown = make(tab);
    for (const [other, handle] of handles) {
      handle.setAttribute('aria-selected', String(other === tab));
      handle.tabIndex = other === tab ? 0 : -1;
    }
    for (const content of made.values()) content.page.hidden = content !== shown;
    shown.show?.();
  }

  body.replaceChildren(row, detailsSwitch(), place);

  return {
    show: () => choose(current),
    hide: () => made.get(current)?.hide?.(),
    changed(what) {
      for (const content of made.values()) content.changed?.(what);
    },
  };
}

/** Whether each message in the chats offers what was sent and answered. */
function detailsSwitch() {
  const apply = (isOn) => {
    sessionStorage.setItem(DETAILS_KEY, isOn ? 'on' : '');
    document.body.classList.toggle('show-details', isOn);
  };
  const isOn = sessionStorage.getItem(DETAILS_KEY) === 'on';
  apply(isOn);
  return switchRow('Hiện nút «Chi tiết» dưới từng tin nhắn', isOn, apply);
}
